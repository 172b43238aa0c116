import type { UnitChange, PackageUnits } from '../model.ts'
import { isMachineUnit } from '../never-compared.ts'

/** After which the receiver starts into the same target. Undefined where it does, or where one of the two does not have it. */
export function changeOfTarget(from: PackageUnits, to: PackageUnits): UnitChange | undefined {
  const unit = from.startsInto
  const isOnBoth = from.files.includes(unit) && to.files.includes(unit)
  if (unit === to.startsInto || to.startsInto === '' || !isOnBoth || isMachineUnit({ unit })) return undefined
  return { unit, change: 'set-default' }
}

/** Whether it is set with the services of packages, or with hand-written ones. Else it is told where it differs. */
export function isTargetCarried(from: PackageUnits, to: PackageUnits): boolean {
  const local = (units: PackageUnits): PackageUnits => ({ ...units, files: units.local })
  return changeOfTarget(from, to) !== undefined || changeOfTarget(local(from), local(to)) !== undefined
}
