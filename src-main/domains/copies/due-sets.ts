/** Which sets of a laptop go to a place now. */
import { startOfDay } from '../../kernel/local-days.ts'
import type { Description } from '../../commons/snapshot-sets/schemas.ts'
import type { Copy } from './schemas.ts'

/**
 * The newest of each day since the last copy, oldest first, and `newest`. To a place that has none yet goes the newest alone: it is the
 * one that counts, and a place need not have a past.
 */
export function dueSets(
  sets: readonly Description[],
  copies: readonly Copy[],
  newest: Description,
): readonly Description[] {
  // One that a wrong clock has dated later than the newest says nothing of what was copied since.
  const last = copies
    .map(({ set }) => set.at)
    .filter((at) => at <= newest.at)
    .toSorted()
    .at(-1)
  const isThere = copies.some(({ set }) => set.id === newest.id)
  const days = new Map<number, Description>()
  for (const set of sets.toSorted((one, other) => (one.at < other.at ? -1 : 1)))
    if (last !== undefined && set.at > last && set.at < newest.at) days.set(startOfDay(new Date(set.at)).getTime(), set)
  days.delete(startOfDay(new Date(newest.at)).getTime())
  return [...days.values(), ...(isThere ? [] : [newest])]
}
