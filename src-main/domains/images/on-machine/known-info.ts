/** What is in the heads of images, kept while nothing of them changes: qemu-img is a whole program for each. */
import { lstat } from 'node:fs/promises'
import { systemClock } from '../../../kernel/clock.ts'
import { inodeStamp, isSettled } from '../../../tools/files/file-stamp.ts'
import { readImageInfo, type ImageInfo } from '../../../tools/guests/qemu-img.ts'
import type { RunOptions } from '../../../tools/run.ts'

const known = new Map<string, { readonly stamp: string; readonly info: ImageInfo }>()

/** `locked`: inodes that a program holds a lock of. Those of running guests are asked for each time. */
export async function readKnownInfo(
  file: string,
  locked: ReadonlySet<string>,
  options: RunOptions,
): Promise<ImageInfo> {
  const stat = await lstat(file, { bigint: true })
  const stamp = inodeStamp(stat)
  const isLocked = locked.has(String(stat.ino))
  const kept = known.get(file)
  if (!isLocked && kept?.stamp === stamp) return kept.info
  const info = await readImageInfo(file, options)
  if (isSettled(stat, systemClock.nowMs()) && !isLocked && info.kind === 'qcow2' && !info.inUse)
    known.set(file, { stamp, info })
  else known.delete(file)
  return info
}
