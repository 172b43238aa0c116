/** What a file takes of the disk (stat(2)): of one with holes that is less than its length. */
import type { BigIntStats, Stats } from 'node:fs'

/** Of `st_blocks`, whatever blocks the file system has. */
const blockBytes = 512

/** Before compression, and at most its length. What is shared with other files counts. */
export function storedBytes({
  size,
  blocks,
}: Pick<Stats, 'size' | 'blocks'> | Pick<BigIntStats, 'size' | 'blocks'>): number {
  return Math.min(Number(size), Number(blocks) * blockBytes)
}
