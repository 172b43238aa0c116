import type { Change, Preview, PreviewBlock, Question } from '../../../contract/preview.ts'
import { countOf, formatCount } from '../../../kernel/units.ts'
import type { Pair } from '../../../switch/step.ts'
import { keyOf, type PackageAction, type Rejection, type UnitChange } from '../model.ts'
import { isAsked, removalQuestionId, unitQuestionId, type PackagesPlan } from './packages-plan.ts'

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
    changesBlock('Update', `${countOf(updates.length, 'package')} to update on ${pair.to.label}`, [
      ...updates.map(updateChange),
      ...plan.newer.map((one) => newerChange(one, pair)),
    ]),
    changesBlock(
      'Services',
      `Services that will start by themselves on ${pair.to.label}`,
      plan.units.filter((unit) => !isAsked(unit)).map(unitChangeLine),
    ),
    changesBlock('Cannot be installed', `They stay as they are on ${pair.to.label}`, [
      ...plan.rejected.map(rejectedChange),
      ...plan.held.map(heldChange),
    ]),
    ...notices(plan, pair),
  ].filter((block) => block !== undefined)
  return {
    summary: summaryOf(plan, installs.length, updates.length),
    blocks,
    questions: [
      ...plan.removals.map((removal) => removalQuestion(removal, plan, pair)),
      ...plan.units.filter(isAsked).map((unit) => unitQuestion(unit, pair)),
    ],
    blockers: blockersOf(plan, pair),
    estimate: {
      bytes: plan.downloadBytes,
      items: plan.actions.length,
      ms: 2_000 + plan.actions.length * msPerPackage + plan.downloadBytes / bytesPerMs,
    },
  }
}

function summaryOf(plan: PackagesPlan, installs: number, updates: number): string {
  const parts = [
    ...(installs > 0 ? [`${formatCount(installs)} to install`] : []),
    ...(updates > 0 ? [`${formatCount(updates)} to update`] : []),
    ...(plan.removals.length > 0 ? [`${countOf(plan.removals.length, 'removal')} to decide`] : []),
    ...(plan.units.length > 0 ? [countOf(plan.units.length, 'service')] : []),
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

function rejectedChange(one: Rejection): Change {
  const removal = one.needsRemoval.map(({ name }) => name).join(', ')
  const remedy = removal === '' ? '' : `; it is installed if you let ${removal} be removed`
  return { effect: 'cannot', name: one.name, kind: 'apt', detail: `${one.reason}${remedy}` }
}

function heldChange(one: PackagesPlan['held'][number]): Change {
  return { effect: 'cannot', name: one.name, kind: 'apt', detail: `it is held at ${one.there} there` }
}

function unitChangeLine({ unit }: UnitChange): Change {
  return { effect: 'enable', name: unit, kind: 'unit', detail: 'starts by itself' }
}

function removalQuestion(
  { asked, actions }: PackagesPlan['removals'][number],
  plan: PackagesPlan,
  pair: Pair,
): Question {
  const others = actions.filter((action) => keyOf(action) !== keyOf(asked))
  const along = others.filter(({ act }) => act === 'remove').map(({ name }) => name)
  const brought = others.filter(({ act }) => act !== 'remove').map(({ name }) => name)
  const freed = plan.rejected
    .filter(({ needsRemoval }) => needsRemoval.some((ref) => keyOf(ref) === keyOf(asked)))
    .map(({ name }) => name)
  const sentences = [
    ...(along.length > 0 ? [`Removing ${asked.name} also removes ${along.join(', ')}.`] : []),
    ...(brought.length > 0 ? [`Removing ${asked.name} also installs ${brought.join(', ')}.`] : []),
    ...(freed.length > 0 ? [`Without ${asked.name}, ${freed.join(', ')} can be installed.`] : []),
  ]
  return {
    id: removalQuestionId(asked),
    stepId: 'packages',
    form: 'tick',
    subject: asked.name,
    reason: `Only ${pair.to.label} has it (${asked.version})`,
    choices: [
      { id: 'keep', label: 'Keep', effect: `It stays on ${pair.to.label}.` },
      { id: 'remove', label: 'Remove', effect: `It is removed from ${pair.to.label}; its configuration stays.` },
    ],
    safeDefault: 'keep',
    required: false,
    secret: false,
    canLook: false,
    ...(sentences.length === 0 ? {} : { consequence: sentences.join(' ') }),
  }
}

const unitWords: Readonly<Record<UnitChange['change'], readonly [here: string, label: string]>> = {
  enable: ['starts by itself', 'Enable'],
  disable: ['does not start by itself', 'Disable'],
  mask: ['cannot be started', 'Mask'],
  unmask: ['can be started', 'Unmask'],
  'unmask-and-enable': ['starts by itself', 'Unmask and enable'],
}

function unitQuestion(change: UnitChange, pair: Pair): Question {
  const [here, label] = unitWords[change.change]
  return {
    id: unitQuestionId(change),
    stepId: 'packages',
    form: 'tick',
    subject: change.unit,
    reason: `On ${pair.from.label} it ${here}`,
    choices: [
      { id: 'keep', label: 'Leave', effect: `It stays as it is on ${pair.to.label}.` },
      { id: 'follow', label, effect: `It becomes as on ${pair.from.label}.` },
    ],
    safeDefault: 'keep',
    required: false,
    secret: false,
    canLook: false,
  }
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
