/** The services of both laptops as one list: what packages brought, what is hand-written, and what was set up past both. Pure. */
import type { ComparedOther, OtherDifference, UnitState } from '../../../contract/packages-others.ts'
import type { ScopedUnit } from '../../../kernel/format-unit.ts'
import type { PackageUnits, UnitStates } from '../model.ts'
import { isMachineUnit } from '../never-compared.ts'
import {
  listByHand,
  shownByHand,
  shownEntry,
  unitsByHandApart,
  withLinksByHand,
  type ScopedByHand,
} from '../told/on-pair/compare-by-hand.ts'
import { exists, knownUnits, scopesOf, stateReader, unitKey } from './compare-units.ts'

type ComparedUnit = Extract<ComparedOther, { kind: 'unit' }>

export function unitsSideBySide(from: PackageUnits, to: PackageUnits): ComparedOther[] {
  const byHandApart = unitsByHandApart(from, to)
  const units = scopesOf(from, to).flatMap((scope) => {
    const [here, there] = [sideOf(scope.from, from, scope.unitOf), sideOf(scope.to, to, scope.unitOf)]
    return [...new Set([...knownUnits(here.states), ...knownUnits(there.states)])].map((name): ComparedUnit => {
      const one = scope.unitOf(name)
      const [isHere, isThere] = [exists(name, here.states), exists(name, there.states)]
      const isAlike = here.stateOf(name) === there.stateOf(name)
      const isApart = isHere && isThere && byHandApart.has(unitKey(one))
      const isPackaged = exists(name, scope.from) || exists(name, scope.to)
      return {
        ...named(name, one.scope),
        ...{ origin: isPackaged ? 'package' : 'etc', isOfLaptop: isMachineUnit(one) },
        difference: isApart ? 'not-compared' : differenceOf({ isHere, isThere, isAlike }),
        ...(isHere ? { here: here.stateOf(name) } : {}),
        ...(isThere ? { there: there.stateOf(name) } : {}),
      }
    })
  })
  return [...units, ...byHandSideBySide(from, to)]
}

interface Side {
  /** With hand-written units among its files. */
  readonly states: UnitStates
  /** Whoever made the links. */
  readonly stateOf: (name: string) => UnitState
}

function sideOf(states: UnitStates, { startsInto }: PackageUnits, unitOf: (name: string) => ScopedUnit): Side {
  const stateOf = stateReader(withLinksByHand(states))
  return {
    states: { ...states, files: [...states.files, ...states.local] },
    stateOf: (name) => (name === startsInto && unitOf(name).scope === undefined ? 'enabled' : stateOf(name)),
  }
}

function named(name: string, scope: 'users' | undefined) {
  return { kind: 'unit' as const, name, ...(scope === undefined ? {} : { scope }) }
}

interface Sides {
  readonly isHere: boolean
  readonly isThere: boolean
  readonly isAlike: boolean
}

function differenceOf({ isHere, isThere, isAlike }: Sides): OtherDifference {
  if (!isHere || !isThere) return isHere ? 'only-here' : 'only-there'
  return isAlike ? 'same' : 'different'
}

/** Links are the same where they lead to the same; what is in a file nobody looks at. */
function byHandSideBySide(from: PackageUnits, to: PackageUnits): readonly ComparedUnit[] {
  const [here, there] = [byKey(from), byKey(to)]
  return [...new Map([...here, ...there])].map(([key, { entry, scope }]) => {
    const difference = differenceOf({ isHere: here.has(key), isThere: there.has(key), isAlike: true })
    return {
      ...named(shownEntry(entry), scope),
      ...{ origin: entry.kind, isOfLaptop: false },
      difference: difference === 'same' && entry.kind === 'file' ? 'not-compared' : difference,
    }
  })
}

function byKey(units: PackageUnits): ReadonlyMap<string, ScopedByHand> {
  return new Map(listByHand(units).map((one) => [shownByHand(one), one]))
}
