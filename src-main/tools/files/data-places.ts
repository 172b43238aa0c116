/** Where the contents of a file are, so that its holes need not be read. */
import { fstatSync } from 'node:fs'
import { readOpenLayout } from '../btrfs/btrfs-extents.ts'
import type { RunOptions } from '../run.ts'
import { storedBytes } from './stored-bytes.ts'

/** Of fewer bytes of holes nobody is asked: reading them is as quick. */
const worthSkippingBytes = 1 << 20

/**
 * The first place from `at` on where an open file may have contents; its length where there are none. Nobody writes to it, and it is
 * asked from the beginning to the end.
 */
export type NextData = (at: number) => number

export async function findData(descriptor: number, options: RunOptions): Promise<NextData> {
  const stat = fstatSync(descriptor)
  if (stat.size - storedBytes(stat) < worthSkippingBytes) return (at) => at
  const layout = await readOpenLayout(descriptor, options)
  if (layout === undefined) return (at) => at
  const { bytes, extents } = layout
  let next = 0
  return (at) => {
    let extent = extents[next]
    while (extent !== undefined && extent.start + extent.length <= at) extent = extents[(next += 1)]
    return Math.min(bytes, Math.max(at, extent?.start ?? bytes))
  }
}
