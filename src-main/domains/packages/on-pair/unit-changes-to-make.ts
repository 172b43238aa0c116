import type { UnitChange, PackageUnits } from '../model.ts'
import { compareUnits, isEnabled, unitKey } from './compare-units.ts'

interface Wanted {
  readonly agreed: readonly UnitChange[]
  /** Keys of units that came since the plan was made; they follow the laptop that is left. */
  readonly arriving: readonly string[]
}

/** What is still to be done as both laptops are now. One to be started may be enabled already, by a run that was broken off. */
export function unitChangesToMake(
  from: PackageUnits,
  to: PackageUnits,
  { agreed, arriving }: Wanted,
): readonly UnitChange[] {
  const keys = new Set([...agreed.map(unitKey), ...arriving])
  const starting = agreed.filter(({ start }) => start === true)
  const isStarting = new Set(starting.map(unitKey))
  const differing = compareUnits(from, to).filter((one) => keys.has(unitKey(one)))
  const known = new Set(differing.map(unitKey))
  const enabled = starting.filter((one) => !known.has(unitKey(one)) && isEnabled(one, from) && isEnabled(one, to))
  return [
    ...differing.map((one): UnitChange =>
      isStarting.has(unitKey(one)) && enables(one) ? { ...one, start: true } : one,
    ),
    ...enabled.map((one): UnitChange => ({ ...one, change: 'enable' })),
  ]
}

function enables({ change }: UnitChange): boolean {
  return change === 'enable' || change === 'unmask-and-enable'
}
