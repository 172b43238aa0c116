import type { BigIntStats } from 'node:fs'
import { formatSeconds } from '../../../tools/files/format-seconds.ts'
import type { Placed } from './placed-file.ts'

/** Whether what stands at a path `now` was put there by this program; `fetched`: what came for it, as far as it is still there. */
export function isOurs(
  now: BigIntStats | undefined,
  placed: Placed | undefined,
  fetched: () => BigIntStats | undefined,
): boolean {
  if (placed === undefined) return false
  // Of what was begun and not written down as done: it is what was fetched, or gone if that was to go; or still as before.
  if (placed.kind === 'begun') return looksLike(now, fetched()) || isOurs(now, placed.before, fetched)
  if (placed.kind === 'removed') return now === undefined
  if (now === undefined || now.ino.toString() !== placed.inode) return false
  // Another name for it that was made later, also by us, moves its change time.
  return now.nlink > 1n ? looksLike(now, fetched()) : formatSeconds(now.ctimeNs) === placed.changed
}

function looksLike(now: BigIntStats | undefined, fetched: BigIntStats | undefined): boolean {
  if (now === undefined || fetched === undefined) return now === fetched
  return now.mode === fetched.mode && now.size === fetched.size && now.mtimeNs === fetched.mtimeNs
}
