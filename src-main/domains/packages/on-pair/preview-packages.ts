import type { Change, Preview, PreviewBlock } from '../../../contract/preview.ts'
import { countOf, formatCount } from '../../../kernel/units.ts'
import type { Pair } from '../../../switch/step.ts'
import { keyOf, type Mark, type PackageAction, type Rejection, type UnitChange } from '../model.ts'
import { isAsked, type PackagesPlan } from './packages-plan.ts'
import { packagesQuestions } from './packages-questions.ts'

const shownAtMost = 300
/** Seen with small packages on a laptop's disk; the download is counted at 4 MB a second. */
const msPerPackage = 700
const bytesPerMs = 4_000

export function previewPackages(plan: PackagesPlan, pair: Pair): Preview {
  const installs = plan.actions.filter(({ act }) => act === 'install')
  const updates = plan.actions.filter(({ act }) => act === 'update')
  const blocks = [
    changesBlock(
      'Install',
      `${countOf(installs.length, 'package')} to install on ${pair.to.label}`,
      installs.map((one) => installChange(one, plan)),
    ),
    changesBlock(
      'Update',
      `${countOf(updates.length, 'package')} to update on ${pair.to.label}`,
      updates.map(updateChange),
    ),
    changesBlock('Newer or marked', `Newer versions stay on ${pair.to.label}; marks follow ${pair.from.label}`, [
      ...plan.newer.map((one) => newerChange(one, pair)),
      ...plan.marks.flatMap(markChange),
    ]),
    changesBlock(
      'Services',
      `Services that will start by themselves on ${pair.to.label}`,
      plan.units.filter((unit) => !isAsked(unit)).map(unitChangeLine),
    ),
    changesBlock('Cannot be installed', `They stay as they are on ${pair.to.label}`, [
      ...plan.rejected.map((one) => rejectedChange(one, pair)),
      ...plan.held.map(heldChange),
    ]),
    ...notices(plan, pair),
  ].filter((block) => block !== undefined)
  return {
    summary: summaryOf(plan, installs.length, updates.length),
    blocks,
    questions: packagesQuestions(plan, pair),
    blockers: blockersOf(plan, pair),
    estimate: {
      bytes: plan.downloadBytes,
      items: plan.actions.length,
      ms: 2_000 + plan.actions.length * msPerPackage + plan.downloadBytes / bytesPerMs,
    },
  }
}

function summaryOf(plan: PackagesPlan, installs: number, updates: number): string {
  const marks = plan.marks.flatMap(markChange).length
  const parts = [
    ...(installs > 0 ? [`${formatCount(installs)} to install`] : []),
    ...(updates > 0 ? [`${formatCount(updates)} to update`] : []),
    ...(plan.removals.length > 0 ? [`${countOf(plan.removals.length, 'removal')} to decide`] : []),
    ...(plan.units.length > 0 ? [countOf(plan.units.length, 'service')] : []),
    ...(marks > 0 ? [countOf(marks, 'mark')] : []),
    ...(plan.rejected.length > 0 ? [`${formatCount(plan.rejected.length)} cannot be installed`] : []),
  ]
  return parts.length === 0 ? 'Packages and services are the same' : parts.join(', ')
}

function changesBlock(title: string, summary: string, changes: readonly Change[]): PreviewBlock | undefined {
  if (changes.length === 0) return undefined
  return { kind: 'changes', title, summary, count: changes.length, changes: changes.slice(0, shownAtMost) }
}

function installChange(action: PackageAction, plan: PackagesPlan): Change {
  const asked = plan.install.find((one) => keyOf(one) === keyOf(action))
  const along = asked === undefined || asked.auto
  const version = action.act === 'remove' ? action.before : action.version
  return { effect: 'add', name: action.name, kind: 'apt', detail: along ? `${version}, needed by others` : version }
}

function updateChange(action: PackageAction): Change {
  const detail = action.act === 'update' ? `${action.before} to ${action.version}` : ''
  return { effect: 'update', name: action.name, kind: 'apt', detail }
}

function newerChange(one: PackagesPlan['newer'][number], pair: Pair): Change {
  return {
    effect: 'keep',
    name: one.name,
    kind: 'apt',
    detail: `${one.there} stays; ${pair.from.label} has the older ${one.version}`,
  }
}

/** That something came for another's sake is no news. */
function markChange({ name, mark }: Mark): readonly Change[] {
  if (mark === 'auto') return []
  const detail = mark === 'hold' ? 'held at its version from now on' : 'marked as installed by hand'
  return [{ effect: 'keep', name, kind: 'apt', detail }]
}

function rejectedChange(one: Rejection, { to }: Pair): Change {
  const removal = one.needsRemoval.map(({ name }) => name).join(', ')
  const remedy = removal === '' ? '' : `. Tick ${removal} above to install it.`
  return { effect: 'cannot', name: one.name, kind: 'apt', detail: `${to.wording.text(one.reason)}${remedy}` }
}

function heldChange(one: PackagesPlan['held'][number]): Change {
  return { effect: 'cannot', name: one.name, kind: 'apt', detail: `it is held at ${one.there} there` }
}

function unitChangeLine({ unit }: UnitChange): Change {
  return { effect: 'enable', name: unit, kind: 'unit', detail: 'starts by itself' }
}

function notices(plan: PackagesPlan, pair: Pair): readonly PreviewBlock[] {
  const { to } = plan.health
  return [
    ...(to.kind === 'half-done'
      ? [
          notice(
            'warning',
            `An installation was interrupted on ${pair.to.label}`,
            `It is finished first: ${to.packages.slice(0, 5).join(', ')}.`,
          ),
        ]
      : []),
    ...(plan.hardware > 0
      ? [
          notice(
            'info',
            'Hardware is left alone',
            `${countOf(plan.hardware, 'kernel, firmware or driver package')} belong to one laptop and are not compared.`,
          ),
        ]
      : []),
  ]
}

function notice(tone: 'warning' | 'info', title: string, text: string): PreviewBlock {
  return { kind: 'notice', tone, title, text }
}

function blockersOf({ health }: PackagesPlan, pair: Pair): Preview['blockers'] {
  const sides = [
    { health: health.from, label: pair.from.label },
    { health: health.to, label: pair.to.label },
  ]
  return sides.flatMap((side) =>
    side.health.kind === 'busy'
      ? [
          {
            title: `Packages are being installed on ${side.label}`,
            text: `${side.health.by} is at it. Wait until it has finished, then plan again.`,
          },
        ]
      : [],
  )
}
