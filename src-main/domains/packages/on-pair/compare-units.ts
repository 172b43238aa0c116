import type { UnitChange, Units } from '../model.ts'
import { isMachineUnit } from '../never-compared.ts'

type UnitState = 'enabled' | 'disabled' | 'masked'

/** The changes after which the receiver's services start as on the sender. */
export function compareUnits(from: Units, to: Units): readonly UnitChange[] {
  const [stateHere, stateThere] = [stateReader(from), stateReader(to)]
  return carriedUnits(from, to).flatMap((unit) => {
    const change = changeBetween(stateHere(unit), stateThere(unit))
    return change === undefined ? [] : [{ unit, change }]
  })
}

/** Those that are compared: both laptops have them, and they do not belong to one of the two. */
export function carriedUnits(from: Units, to: Units): readonly string[] {
  return knownUnits(from).filter((unit) => exists(unit, to) && !isMachineUnit(unit))
}

/** Units of the laptop that is left that are otherwise on the other one and are not carried. */
export function uncarriedUnits(from: Units, to: Units): readonly string[] {
  const [stateHere, stateThere] = [stateReader(from), stateReader(to)]
  const carried = new Set(carriedUnits(from, to))
  return knownUnits(from).filter(
    (unit) => !carried.has(unit) && (!exists(unit, to) || stateHere(unit) !== stateThere(unit)),
  )
}

/** Masked on the laptop that is left, and not there yet on the other: masked before its package brings it. */
export function masksOfArriving(from: Units, to: Units): readonly UnitChange[] {
  return from.masked
    .filter((unit) => exists(unit, from) && !exists(unit, to) && !isMachineUnit(unit))
    .map((unit) => ({ unit, change: 'mask' }))
}

/** Units of the laptop that is left that the other does not know: a package may bring them. */
export function unitsNotThere(from: Units, to: Units): readonly string[] {
  return knownUnits(from).filter((unit) => !exists(unit, to))
}

/** Those that a package brought; templates only as the instances that are enabled or masked. */
function knownUnits(units: Units): readonly string[] {
  const all = new Set([...units.files.filter((file) => !file.includes('@.')), ...units.enabled, ...units.masked])
  return [...all].filter((unit) => exists(unit, units)).sort()
}

function exists(unit: string, { files }: Units): boolean {
  return files.includes(unit) || files.includes(unit.replace(/@.*\./, '@.'))
}

function stateReader({ enabled, masked }: Units): (unit: string) => UnitState {
  const [enabledSet, maskedSet] = [new Set(enabled), new Set(masked)]
  return (unit) => (maskedSet.has(unit) ? 'masked' : enabledSet.has(unit) ? 'enabled' : 'disabled')
}

function changeBetween(here: UnitState, there: UnitState): UnitChange['change'] | undefined {
  if (here === there) return undefined
  if (here === 'masked') return 'mask'
  if (here === 'disabled') return there === 'masked' ? 'unmask' : 'disable'
  return there === 'masked' ? 'unmask-and-enable' : 'enable'
}
