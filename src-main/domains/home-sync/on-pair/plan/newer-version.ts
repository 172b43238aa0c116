/** Which version of a single file was changed later: only of such files several are decided by their times at once. */
import type { HomeDecision } from './plan.ts'
import type { Unit } from './unit.ts'

/** Of one file that both laptops have; undefined for anything else, and where both times are the same. */
export function newerOf({ kind, unit, keys }: OpenDecision): 'from' | 'to' | undefined {
  const { from, to } = unit.versions
  if (!isPlainFile({ kind, unit, keys }) || from.newest === to.newest) return undefined
  return from.newest > to.newest ? 'from' : 'to'
}

/** Of each member, where it can be said of all of them. */
export function newerOfAll(members: readonly OpenDecision[]): Pick<HomeDecision, 'newer'> {
  const newer = members.flatMap((one) => newerOf(one) ?? [])
  return members.length > 1 && newer.length === members.length ? { newer } : {}
}

/** What is one regular file on both laptops: two versions of it can be told by their times, and both can stay. */
export interface OpenDecision {
  readonly kind: HomeDecision['kind']
  readonly keys: readonly string[]
  readonly unit: Pick<Unit, 'both' | 'versions'>
}

export function isPlainFile({ kind, unit, keys }: OpenDecision): boolean {
  const { from, to } = unit.versions
  const isOne =
    keys.length === 1 && unit.both.length === 1 && unit.both[0] === keys[0] && from.files === 1 && to.files === 1
  return (kind === 'first' || kind === 'both') && isOne
}

/** Of each key of each member, where it can be said of any. */
export function plainOfAll(members: readonly OpenDecision[]): Pick<HomeDecision, 'plain'> {
  const plain = members.flatMap((one) => one.keys.map(() => isPlainFile(one)))
  return plain.includes(true) ? { plain } : {}
}
