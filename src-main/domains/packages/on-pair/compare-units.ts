import type { UnitState } from '../../../contract/packages-others.ts'
import { formatUnit, type ScopedUnit } from '../../../kernel/format-unit.ts'
import { templateOf } from '../../../kernel/unit-name.ts'
import type { CallOptions } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import type { UnitChange, PackageUnits, UnitStates, Capture, PackageAction } from '../model.ts'
import { isMachineUnit } from '../never-compared.ts'
import { unitsByHandApart } from '../told/on-pair/compare-by-hand.ts'
import { findUnitPackages } from '../verbs.ts'
import { changeOfTarget } from './start-target.ts'

/** A unit of the system, or of every user. */
type Unit = Pick<UnitChange, 'unit' | 'scope'>

/** Tells units of the system from those of the same name of every user; what is shown of them. */
export function unitKey(one: ScopedUnit): string {
  return formatUnit(one)
}

interface Scope {
  readonly from: UnitStates
  readonly to: UnitStates
  readonly unitOf: (unit: string) => Unit
}

export function scopesOf(from: PackageUnits, to: PackageUnits): readonly Scope[] {
  return [
    { from, to, unitOf: (unit) => ({ unit }) },
    { from: from.users, to: to.users, unitOf: (unit) => ({ unit, scope: 'users' }) },
  ]
}

/** The hand-written units in place of those that packages brought. What is said of these below is then said of them. */
export function localUnits({ users, ...system }: PackageUnits): PackageUnits {
  const inPlace = (states: UnitStates): UnitStates => ({ ...states, files: states.local })
  return { ...system, ...inPlace(system), users: inPlace(users) }
}

/** Units that start on `from` and of which only `from` has the file. */
export function startingAlone(from: PackageUnits, to: PackageUnits): readonly Unit[] {
  return unitsNotThere(from, to).filter((one) => isEnabled(one, from))
}

export function isEnabled({ unit, scope }: Unit, units: PackageUnits): boolean {
  return (scope === 'users' ? units.users : units).enabled.includes(unit)
}

/** The changes after which the receiver, and its services, start as the sender does. */
export function compareUnits(from: PackageUnits, to: PackageUnits): readonly UnitChange[] {
  const target = changeOfTarget(from, to)
  const changes = scopesOf(from, to).flatMap((scope) => {
    const [stateHere, stateThere] = [stateReader(scope.from), stateReader(scope.to)]
    return carriedIn(scope).flatMap((unit) => {
      const change = changeBetween(stateHere(unit), stateThere(unit))
      return change === undefined ? [] : [{ ...scope.unitOf(unit), change }]
    })
  })
  return [...changes, ...(target === undefined ? [] : [target])]
}

/** Those that are compared: both laptops have them, and they do not belong to one of the two. */
export function carriedUnits(from: PackageUnits, to: PackageUnits): readonly Unit[] {
  return scopesOf(from, to).flatMap((scope) => carriedIn(scope).map(scope.unitOf))
}

/** Of those, the ones that are on both as they are on one. What links by hand make of a unit is not told by its state. */
export function unitsAlike(from: PackageUnits, to: PackageUnits): readonly Unit[] {
  const apart = new Set([...compareUnits(from, to).map(unitKey), ...unitsByHandApart(from, to)])
  return carriedUnits(from, to).filter((one) => !apart.has(unitKey(one)))
}

/**
 * An instance of a template may be on one of them alone. What one of the two can't enable is not carried: systemctl would end well,
 * and do nothing.
 */
function carriedIn({ from, to, unitOf }: Scope): readonly string[] {
  const known = [...new Set([...knownUnits(from), ...knownUnits(to)])].sort()
  return known
    .filter((unit) => exists(unit, from) && exists(unit, to) && isStatic(unit, from) === isStatic(unit, to))
    .filter((unit) => !isMachineUnit(unitOf(unit)))
}

function isStatic(unit: string, units: UnitStates): boolean {
  return units.static.includes(unit) || units.static.includes(templateOf(unit))
}

/** Units of `from` that are otherwise on the other one, or not there, and are not carried. */
export function uncarriedUnits(from: PackageUnits, to: PackageUnits): readonly Unit[] {
  return scopesOf(from, to).flatMap((scope) => {
    const [stateHere, stateThere] = [stateReader(scope.from), stateReader(scope.to)]
    const carried = new Set(carriedIn(scope))
    const isOther = (unit: string) => !exists(unit, scope.to) || stateHere(unit) !== stateThere(unit)
    return knownUnits(scope.from)
      .filter((unit) => !carried.has(unit) && isOther(unit))
      .map(scope.unitOf)
  })
}

/** Of those, the ones that both have. */
export function uncarriedOnBoth(from: PackageUnits, to: PackageUnits): readonly Unit[] {
  return uncarriedUnits(from, to).filter(({ unit, scope }) => exists(unit, scope === 'users' ? to.users : to))
}

/** Masked on the source, and not there yet on the other: masked before its package brings it. */
export function masksOfArriving(from: PackageUnits, to: PackageUnits): readonly UnitChange[] {
  return scopesOf(from, to).flatMap(({ unitOf, ...scope }) =>
    scope.from.masked
      .filter((unit) => exists(unit, scope.from) && !exists(unit, scope.to) && !isMachineUnit(unitOf(unit)))
      .map((unit) => ({ ...unitOf(unit), change: 'mask' as const })),
  )
}

/** Units of the source that the other does not know: a package may bring them. */
export function unitsNotThere(from: PackageUnits, to: PackageUnits): readonly Unit[] {
  return scopesOf(from, to).flatMap((scope) =>
    knownUnits(scope.from)
      .filter((unit) => !exists(unit, scope.to))
      .map(scope.unitOf),
  )
}

/** Whether it is masked there, whoever did it. */
export function isMasked({ unit, scope }: Unit, units: PackageUnits): boolean {
  return (scope === 'users' ? units.users : units).masked.includes(unit)
}

/** Those that a package brought; templates only as the instances that are enabled or masked. */
export function knownUnits(units: UnitStates): readonly string[] {
  const all = new Set([...units.files.filter((file) => !file.includes('@.')), ...units.enabled, ...units.masked])
  return [...all].filter((unit) => exists(unit, units)).sort()
}

export function exists(unit: string, { files }: UnitStates): boolean {
  return files.includes(unit) || files.includes(templateOf(unit))
}

export function stateReader({ enabled, masked }: Pick<UnitStates, 'enabled' | 'masked'>): (unit: string) => UnitState {
  const [enabledSet, maskedSet] = [new Set(enabled), new Set(masked)]
  return (unit) => (maskedSet.has(unit) ? 'masked' : enabledSet.has(unit) ? 'enabled' : 'disabled')
}

function changeBetween(here: UnitState, there: UnitState): UnitChange['change'] | undefined {
  if (here === there) return undefined
  if (here === 'masked') return 'mask'
  if (here === 'disabled') return there === 'masked' ? 'unmask' : 'disable'
  return there === 'masked' ? 'unmask-and-enable' : 'enable'
}

interface Wanted {
  readonly agreed: readonly UnitChange[]
  /** Keys of units that came since the plan was made; they follow the source. */
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

/**
 * Services of the packages that come: they start by themselves on the source, and on the target as soon as it starts, or at once if the
 * person wishes. Those of every user start with a login.
 */
export async function startingWithPackages(
  pair: Pair,
  { from, to }: Readonly<Record<'from' | 'to', Capture>>,
  actions: readonly PackageAction[],
  options: CallOptions,
): Promise<readonly UnitChange[]> {
  const coming = new Set(actions.flatMap(({ act, name }) => (act === 'install' ? [name] : [])))
  if (coming.size === 0) return []
  const units = startingAlone(from.units, to.units).filter(({ scope }) => scope === undefined)
  if (units.length === 0) return []
  const { packages } = await pair.from.call(findUnitPackages, { units: units.map(({ unit }) => unit) }, options)
  return units.flatMap(({ unit }) => {
    const name = packages[unit]
    return name !== undefined && coming.has(name) && !isMachineUnit({ unit })
      ? [{ unit, change: 'enable' as const }]
      : []
  })
}
