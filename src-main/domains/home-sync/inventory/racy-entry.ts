/**
 * Entries of what was changed in the instant in which the tree was frozen: racy, as git calls such entries of its index
 * (technical/racy-git of git's documentation). Afterwards the file may have other contents under the same times, and nothing of
 * its facts would tell: a second change within one tick of the clock, or a store through a mapping of which the tree has the
 * times and not the contents (docs/facts/btrfs.md).
 *
 * A mark behind the change time, other for each tree, makes it equal to none that was listed later. An inventory that is made
 * from this one takes the entry over with its mark where the kernel tells of no change, and lists it anew where it does.
 */
import { changeTimeOf, isLeftOut, type InventoryEntry } from './inventory-entry.ts'

/** Times of files are those of the last tick of the kernel's clock, which comes every 1 to 10 ms (CONFIG_HZ). */
export const tickMs = 10
const markBegin = '~'

/** From just before a tree was frozen to some time after it, in milliseconds since 1970. */
export interface Freeze {
  readonly from: number
  readonly until: number
}

/** What has a later time still was changed while the clock was ahead. */
export function withRacyMark(entry: InventoryEntry, { from, until }: Freeze): InventoryEntry {
  const time = changeTimeOf(entry)
  const changedMs = Number(time) * 1_000
  if (isLeftOut(entry) || changedMs < from - tickMs || changedMs > until) return entry
  return { ...entry, local: `${time}${markBegin}${from}${entry.local.slice(time.length)}` }
}

/** As it is without: of the same file in the same tree. */
export function withoutRacyMark<E extends Pick<InventoryEntry, 'local'>>(entry: E): E {
  const time = changeTimeOf(entry)
  const mark = time.indexOf(markBegin)
  return mark < 0 ? entry : { ...entry, local: `${time.slice(0, mark)}${entry.local.slice(time.length)}` }
}
