import type { VerificationItem } from '../../../../contract/switch-state.ts'
import type { UnitChange, Units } from '../../model.ts'
import { compareUnits, unitKey, unitsAlike } from '../compare-units.ts'
import { itemOf } from './compared-item.ts'
import * as texts from './texts.ts'

interface Starts {
  readonly from: Units
  readonly to: Units
  /** Of the laptop that is left. */
  readonly label: string
  /** Keys of those that the person, or a rule of theirs, has decided about. */
  readonly asked: readonly string[]
  readonly agreed: readonly UnitChange[]
}

/** What starts by itself on both, as it is now. */
export function startsItem(title: string, { from, to, label, asked, agreed }: Starts): VerificationItem {
  const apart = compareUnits(from, to).map(unitKey)
  const agreedUnits = new Set(agreed.map(unitKey))
  const isAsked = new Set(asked)
  const chosen = apart.filter((unit) => isAsked.has(unit) && !agreedUnits.has(unit))
  const differences = apart.filter((unit) => !chosen.includes(unit))
  const alike = unitsAlike(from, to).length
  const compared = alike + apart.length
  return itemOf([title, texts.startAs(alike, label)], { compared, chosen, left: [], differences })
}
