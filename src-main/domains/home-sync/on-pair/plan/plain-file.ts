/** What is one regular file on both laptops: two versions of it can be told by their times, and both can stay. */
import type { HomeDecision } from './plan.ts'
import type { Unit } from './unit.ts'

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
