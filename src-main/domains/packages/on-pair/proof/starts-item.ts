import type { VerificationItem } from '../../../../contract/switch-state.ts'
import { leftFor, sortByWord } from '../../../../contract/proof/left-alone.ts'
import type { Capture, UnitChange, PackageUnits } from '../../model.ts'
import { compareUnits, unitKey, unitsAlike } from '../compare-units.ts'
import { itemOf } from './proof-item.ts'
import * as texts from './texts.ts'

interface Starts {
  readonly from: PackageUnits
  readonly to: PackageUnits
  /** Of the source. */
  readonly label: string
  /** Keys of those that the person, or a rule of theirs, has decided about. */
  readonly asked: readonly string[]
  readonly agreed: readonly UnitChange[]
  /** Keys of those about which nobody answered. */
  readonly undecided: readonly string[]
  /** Keys of those that systemctl refused to change. */
  readonly failed: UnitsRefused
}

/** By the key of a unit, what systemctl said. `label`: of the target. */
export interface UnitsRefused {
  readonly label: string
  readonly words: ReadonlyMap<string, string>
}

/** Of those that the plan was to change. */
export function unitsRefused(
  { unitFailures }: Pick<Capture, 'unitFailures'>,
  planned: readonly string[],
  label: string,
): UnitsRefused {
  const isPlanned = new Set(planned)
  const known = unitFailures.filter(({ what }) => isPlanned.has(what))
  return { label, words: new Map(known.map(({ what, words }) => [what, words])) }
}

export function refusedNotes({ label, words }: UnitsRefused): readonly string[] {
  return [...words].map(([unit, said]) => texts.unitRefused(unit, said, label))
}

/** What starts by itself on both, as it is now. */
export function startsItem(
  title: string,
  { from, to, label, asked, agreed, undecided, failed }: Starts,
): VerificationItem {
  const apart = compareUnits(from, to).map(unitKey)
  const agreedUnits = new Set(agreed.map(unitKey))
  const isAsked = new Set(asked)
  const kept = apart.filter((unit) => isAsked.has(unit) && !agreedUnits.has(unit))
  const { chosen, unsaid } = sortByWord(kept, undecided)
  const others = apart.filter((unit) => !kept.includes(unit))
  const differences = others.filter((unit) => !failed.words.has(unit))
  const refused = others.filter((unit) => failed.words.has(unit))
  const left = [...unsaid, ...leftFor([[texts.leftThere.unitRefused(failed.label), refused]])]
  const alike = unitsAlike(from, to).length
  const compared = alike + apart.length
  return itemOf([title, texts.startAs(alike, label)], { compared, chosen, left, differences })
}
