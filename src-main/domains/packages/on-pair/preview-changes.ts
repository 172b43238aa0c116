/** Lines of the plan's lists: what becomes of one package, source or service. */
import type { Change } from '../../../contract/preview.ts'
import { keyOfPackage, otherKeys } from '../../../contract/packages-key.ts'
import type { Pair } from '../../../switch/step.ts'
import { isSetByHand } from '../marks.ts'
import {
  keyOf,
  type PackageMark,
  type PackageAction,
  type PackageRef,
  type Rejection,
  type UnitChange,
} from '../model.ts'
import type { ScopedUnit } from '../../../kernel/format-unit.ts'
import { unitKey } from './compare-units.ts'
import * as fileTexts from './files/texts.ts'
import { refusable, targetOf } from './later/left-for-later.ts'
import type { PackagesPlan } from './packages-plan.ts'
import { partsDiffering } from './sources/source-parts.ts'
import * as sourceTexts from './sources/texts.ts'
import * as texts from './texts.ts'

/** Of a package of apt. */
export function aptChange(effect: Change['effect'], one: PackageRef, detail: string): Change {
  return { effect, name: one.name, kind: 'apt', detail, listedAs: keyOfApt(one) }
}

export function keyOfApt({ name, arch }: PackageRef): string {
  return keyOfPackage({ manager: 'apt', name, architecture: arch })
}

export function keyOfSource({ id }: PackagesPlan['sourcesTold'][number]['source']): string {
  return otherKeys.source('apt', id)
}

export function keyOfUnit({ unit, scope }: ScopedUnit): string {
  return otherKeys.unit({ name: unit, scope })
}

export function installChange(action: PackageAction, plan: PackagesPlan): Change {
  const asked = plan.install.find((one) => keyOf(one) === keyOf(action))
  const version = action.act === 'remove' ? action.before : action.version
  // What comes for others comes whatever is decided about it alone.
  if (asked === undefined || asked.auto) return aptChange('add', action, texts.neededByOthers(version))
  return { ...aptChange('add', action, version), refusable: refusable(targetOf(action), ['apart', 'never']) }
}

/** What is left of this switch alone. */
export function laterChange(one: PackagesPlan['later'][number]): Change {
  const { version, before } = one
  if (before === undefined)
    return { ...aptChange('keep', one, version), refusable: refusable(targetOf(one), ['apart', 'never']) }
  const change = aptChange('keep', one, texts.fromVersionTo(before, version))
  return { ...change, refusable: refusable(targetOf(one), ['never']) }
}

export function updateChange(action: PackageAction, plan: PackagesPlan): Change {
  if (action.act !== 'update') return aptChange('update', action, '')
  const { before, version } = action
  // What is set up again was not whole.
  if (before === version) return aptChange('update', action, texts.again(version))
  const isAsked = plan.install.some((one) => keyOf(one) === keyOf(action))
  const change = aptChange('update', action, texts.fromVersionTo(before, version))
  return { ...change, ...(isAsked ? { refusable: refusable(targetOf(action), ['never']) } : {}) }
}

export function newerChange(one: PackagesPlan['newer'][number], pair: Pair): Change {
  return aptChange('keep', one, texts.newerStays(one.there, one.version, pair.from.label))
}

/** Automatic marks are of no interest to a person. */
export function markChange(one: PackageMark): readonly Change[] {
  return one.mark === 'auto' ? [] : [{ ...aptChange('keep', one, texts.markDetails[one.mark]), isSet: true }]
}

export function markStays(one: PackageMark, { to }: Pair): readonly Change[] {
  return isSetByHand(one.mark) ? [aptChange('keep', one, texts.markStays[one.mark](to.label))] : []
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
  return aptChange('cannot', one, detail)
}

export function toldChange({ source, why }: PackagesPlan['sourcesTold'][number], { from, to }: Pair): Change {
  const detail = sourceTexts.why[why]({ from: from.label, to: to.label })
  return { effect: 'cannot', name: source.id, kind: 'apt', detail, listedAs: keyOfSource(source) }
}

export function differingChange(one: PackagesPlan['sourcesDiffering'][number], { from, to }: Pair): Change {
  const [labels, parts] = [{ from: from.label, to: to.label }, partsDiffering(one)]
  const detail = `${sourceTexts.differs(one, parts, labels)}. ${sourceTexts.byHand(one, parts, labels)}`
  return { effect: 'keep', name: one.source.id, kind: 'apt', detail, listedAs: keyOfSource(one.source) }
}

export function heldChange(one: PackagesPlan['held'][number]): Change {
  return aptChange('cannot', one, texts.heldThere(one.there))
}

/** What starts automatically from now on, whatever is answered but to leave it alone for good. */
export function enabledLines(units: readonly UnitChange[], { to }: Pair): readonly Change[] {
  return units.flatMap((one) => {
    if (one.change !== 'enable') return []
    const detail = one.scope === 'users' ? texts.startsWhen.users : texts.startsWhen.system(to.label)
    return [{ effect: 'enable', name: unitKey(one), kind: 'unit', detail, listedAs: keyOfUnit(one) }]
  })
}
