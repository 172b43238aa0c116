/** Which sets of a laptop go to a place now. */
import { startOfDay } from '../../kernel/local-days.ts'
import type { Description } from '../../commons/snapshot-sets/schemas.ts'
import { isKnownDamaged, type Copy } from './schemas.ts'

interface SetsAndCopies {
  readonly sets: readonly Description[]
  /** Of this laptop, in the place. */
  readonly copies: readonly Copy[]
  /** Keys of copies that were read and are not what was copied: they are none, but their names are taken. */
  readonly damaged: ReadonlySet<string>
  readonly newest: Description
}

/**
 * The newest of each day since the last copy, oldest first, and `newest`. To a place that has none yet goes the newest alone: it is the
 * one that counts, and a place need not have a past.
 */
export function dueSets({ sets, copies, damaged, newest }: SetsAndCopies): readonly Description[] {
  const isThere = (id: string): boolean => copies.some(({ set }) => set.id === id)
  // One that a wrong clock has dated later than the newest says nothing of what was copied since.
  const last = copies
    .filter((copy) => !isKnownDamaged(copy, damaged))
    .map(({ set }) => set.at)
    .filter((at) => at <= newest.at)
    .toSorted()
    .at(-1)
  const days = new Map<number, Description>()
  for (const set of sets.toSorted((one, other) => (one.at < other.at ? -1 : 1)))
    if (last !== undefined && set.at > last && set.at < newest.at && !isThere(set.id))
      days.set(startOfDay(new Date(set.at)).getTime(), set)
  days.delete(startOfDay(new Date(newest.at)).getTime())
  return [...days.values(), ...(isThere(newest.id) ? [] : [newest])]
}
