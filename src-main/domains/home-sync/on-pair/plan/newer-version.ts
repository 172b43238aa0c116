/** Which version of a single file was changed later: only of such files several are decided by their times at once. */
import type { Decision } from './plan.ts'
import type { Unit } from './unit.ts'

interface Open {
  readonly kind: Decision['kind']
  readonly keys: readonly string[]
  readonly unit: Pick<Unit, 'both' | 'versions'>
}

/** Of one file that both laptops have; undefined for anything else, and where both times are the same. */
export function newerOf({ kind, unit, keys }: Open): 'from' | 'to' | undefined {
  const { from, to } = unit.versions
  const isOneFile = unit.both.length === 1 && unit.both[0] === keys[0] && from.files === 1 && to.files === 1
  if ((kind !== 'first' && kind !== 'both') || !isOneFile || from.newest === to.newest) return undefined
  return from.newest > to.newest ? 'from' : 'to'
}

/** Of each member, where it can be said of all of them. */
export function newerOfAll(members: readonly Open[]): Pick<Decision, 'newer'> {
  const newer = members.flatMap((one) => newerOf(one) ?? [])
  return members.length > 1 && newer.length === members.length ? { newer } : {}
}
