import { z } from 'zod'
import type { PackageRule } from '../../../../contract/package-rule.ts'
import type { ScopedUnit } from '../../../../kernel/format-unit.ts'
import { unitChangeSchema, type UnitChange, type PackageUnits } from '../../model.ts'
import { isMachineUnit } from '../../never-compared.ts'
import { compareUnits, localUnits, startingAlone, unitKey, unitsNotThere } from '../../on-pair/compare-units.ts'
import { isUnitApart, staysForBoth } from '../../on-pair/rules/ruled.ts'

export const localUnitsPlanSchema = z.object({
  /** Of units of which both laptops have the file. */
  units: z.array(unitChangeSchema),
  /** Keys of units of which the file may come with /etc; they follow the laptop that is left. */
  arriving: z.array(z.string()),
  /** Of these, the ones that start there by themselves. */
  starting: z.array(z.string()),
  /** Keys of those that stay as they are by a rule, or are not stopped by one. */
  ruled: z.array(z.string()),
})
export type LocalUnitsPlan = z.infer<typeof localUnitsPlanSchema>

/** What both have of hand-written units, and what of it a rule leaves alone. */
export function planLocalUnits(from: PackageUnits, to: PackageUnits, rules: readonly PackageRule[]): LocalUnitsPlan {
  const [here, there] = [localUnits(from), localUnits(to)]
  const isApart = (one: ScopedUnit): boolean => isUnitApart(rules, one)
  const isRuled = (one: UnitChange): boolean => isApart(one) || staysForBoth(rules, one)
  const changes = compareUnits(here, there)
  const arriving = unitsNotThere(here, there)
  const mayCome = (one: ScopedUnit): boolean => !isApart(one) && !isMachineUnit(one)
  const keysOf = (units: readonly ScopedUnit[]) => units.filter(mayCome).map(unitKey)
  return {
    units: changes.filter((one) => !isRuled(one)),
    arriving: keysOf(arriving),
    starting: keysOf(startingAlone(here, there)),
    ruled: [...changes.filter(isRuled), ...arriving.filter(isApart)].map(unitKey),
  }
}
