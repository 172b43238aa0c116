/** Lines of the plan's lists: what becomes of one package, source or service. */
import type { Change } from '../../../contract/preview.ts'
import type { Pair } from '../../../switch/step.ts'
import { isSetByHand } from '../marks.ts'
import { keyOf, type Mark, type PackageAction, type PackageRef, type Rejection, type UnitChange } from '../model.ts'
import { unitKey } from './compare-units.ts'
import * as fileTexts from './files/texts.ts'
import { refusable } from './later/left-for-later.ts'
import { targetOf } from './later/left-packages.ts'
import type { PackagesPlan } from './packages-plan.ts'
import { partsDiffering } from './sources/source-parts.ts'
import * as sourceTexts from './sources/texts.ts'
import * as texts from './texts.ts'

export function installChange(action: PackageAction, plan: PackagesPlan): Change {
  const asked = plan.install.find((one) => keyOf(one) === keyOf(action))
  const version = action.act === 'remove' ? action.before : action.version
  const change = { effect: 'add', name: action.name, kind: 'apt' } as const
  // What comes for others comes whatever is decided about it alone.
  if (asked === undefined || asked.auto) return { ...change, detail: texts.neededByOthers(version) }
  return { ...change, detail: version, refusable: refusable(targetOf(action), ['apart', 'never']) }
}

/** What is left of this switch alone. */
export function laterChange(one: PackagesPlan['later'][number]): Change {
  const { name, version, before } = one
  const change = { effect: 'keep', name, kind: 'apt' } as const
  if (before === undefined)
    return { ...change, detail: version, refusable: refusable(targetOf(one), ['apart', 'never']) }
  return { ...change, detail: texts.fromVersionTo(before, version), refusable: refusable(targetOf(one), ['never']) }
}

export function updateChange(action: PackageAction, plan: PackagesPlan): Change {
  const change = { effect: 'update', name: action.name, kind: 'apt' } as const
  if (action.act !== 'update') return { ...change, detail: '' }
  const { before, version } = action
  // What is set up again was not whole.
  if (before === version) return { ...change, detail: texts.again(version) }
  const isAsked = plan.install.some((one) => keyOf(one) === keyOf(action))
  const detail = texts.fromVersionTo(before, version)
  return { ...change, detail, ...(isAsked ? { refusable: refusable(targetOf(action), ['never']) } : {}) }
}

export function newerChange(one: PackagesPlan['newer'][number], pair: Pair): Change {
  return {
    effect: 'keep',
    name: one.name,
    kind: 'apt',
    detail: texts.newerStays(one.there, one.version, pair.from.label),
  }
}

/** Automatic marks are of no interest to a person. */
export function markChange({ name, mark }: Mark): readonly Change[] {
  if (mark === 'auto') return []
  return [{ effect: 'keep', name, kind: 'apt', detail: texts.markDetails[mark] }]
}

export function markStays({ name, mark }: Mark, { to }: Pair): readonly Change[] {
  if (!isSetByHand(mark)) return []
  return [{ effect: 'keep', name, kind: 'apt', detail: texts.markStays[mark](to.label) }]
}

/** With a source or a file that is asked about it may be installed all the same. */
export function rejectedChange(one: Rejection, plan: PackagesPlan, { from, to }: Pair): Change {
  const reason = to.wording.text(one.reason)
  const { sources, files, withoutFile } = plan
  const offer = sources.find(({ install, rejected }) =>
    [...install, ...rejected].some((other) => keyOf(other) === keyOf(one)),
  )
  const needed = one.needsRemoval.map(({ name }) => name)
  const isThis = (ref: PackageRef) => keyOf(ref) === keyOf(one)
  const detail =
    offer !== undefined
      ? sourceTexts.addToInstall(reason, offer.source.id)
      : files.some(({ actions }) => actions.some(isThis))
        ? fileTexts.installFromFile(reason, from.label)
        : withoutFile.some(isThis)
          ? fileTexts.notKept(reason, from.label)
          : texts.cannotInstall(reason, needed)
  return { effect: 'cannot', name: one.name, kind: 'apt', detail }
}

export function toldChange({ source, why }: PackagesPlan['sourcesTold'][number], { from, to }: Pair): Change {
  const detail = sourceTexts.why[why]({ from: from.label, to: to.label })
  return { effect: 'cannot', name: source.id, kind: 'apt', detail }
}

export function differingChange(one: PackagesPlan['sourcesDiffering'][number], { from, to }: Pair): Change {
  const what = sourceTexts.differs(one, partsDiffering(one), { from: from.label, to: to.label })
  return { effect: 'keep', name: one.source.id, kind: 'apt', detail: sourceTexts.differingDetail(what, to.label) }
}

export function heldChange(one: PackagesPlan['held'][number]): Change {
  return { effect: 'cannot', name: one.name, kind: 'apt', detail: texts.heldThere(one.there) }
}

/** What starts automatically from now on, whatever is answered but to leave it alone for good. */
export function enabledLines(units: readonly UnitChange[], { to }: Pair): readonly Change[] {
  return units.flatMap((one) => {
    if (one.change !== 'enable') return []
    const detail = one.scope === 'users' ? texts.startsWhen.users : texts.startsWhen.system(to.label)
    return [{ effect: 'enable', name: unitKey(one), kind: 'unit', detail }]
  })
}
