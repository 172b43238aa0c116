/** The services of both laptops as one list: what packages brought, what is hand-written, and what was set up past both. Pure. */
import type { ComparedOther, OtherDifference } from '../../../contract/packages-others.ts'
import type { Units, UnitStates } from '../model.ts'
import { isMachineUnit } from '../never-compared.ts'
import type { ScopedByHand } from '../units-by-hand/model.ts'
import {
  listByHand,
  shownByHand,
  shownEntry,
  unitsByHandApart,
  withLinksByHand,
} from '../units-by-hand/on-pair/compare-by-hand.ts'
import { exists, knownUnits, scopesOf, stateReader, unitKey } from './compare-units.ts'

type ComparedUnit = Extract<ComparedOther, { kind: 'unit' }>

export function unitsSideBySide(from: Units, to: Units): ComparedOther[] {
  const byHandApart = unitsByHandApart(from, to)
  const units = scopesOf(from, to).flatMap((scope) => {
    const [here, there] = [withLocal(scope.from), withLocal(scope.to)]
    const [carriedHere, carriedThere] = [stateReader(here), stateReader(there)]
    const [stateHere, stateThere] = [stateReader(withLinksByHand(here)), stateReader(withLinksByHand(there))]
    const isPackaged = (unit: string) => exists(unit, scope.from) || exists(unit, scope.to)
    return [...new Set([...knownUnits(here), ...knownUnits(there)])].map((name): ComparedUnit => {
      const one = scope.unitOf(name)
      const [isHere, isThere] = [exists(name, here), exists(name, there)]
      const isAlike = carriedHere(name) === carriedThere(name)
      const isApart = isHere && isThere && isAlike && byHandApart.has(unitKey(one))
      return {
        ...named(name, one.scope),
        ...{ origin: isPackaged(name) ? 'package' : 'etc', isOfLaptop: isMachineUnit(one) },
        difference: isApart ? 'not-compared' : differenceOf({ isHere, isThere, isAlike }),
        ...(isHere ? { here: stateHere(name) } : {}),
        ...(isThere ? { there: stateThere(name) } : {}),
      }
    })
  })
  return [...units, ...byHandSideBySide(from, to)]
}

function withLocal(states: UnitStates): UnitStates {
  return { ...states, files: [...states.files, ...states.local] }
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
function byHandSideBySide(from: Units, to: Units): readonly ComparedUnit[] {
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

function byKey(units: Units): ReadonlyMap<string, ScopedByHand> {
  return new Map(listByHand(units).map((one) => [shownByHand(one), one]))
}
