import { statfsSync } from 'node:fs'
import type { RestoreStep } from './inspect-restore.ts'
import { filesMessages } from '../../messages.ts'

/**
 * Checked before anything is done: the snapshot that is taken first would keep whatever the person deletes to make room.
 * AppError "disk-full".
 */
export function requireRoom(steps: readonly RestoreStep[], liveRoot: string): void {
  const needed = neededBytes(steps)
  const { bavail, bsize } = statfsSync(liveRoot)
  if (needed <= bavail * bsize) return
  throw filesMessages.noRoom({ needed, free: bavail * bsize })
}

/** Holes stay holes, and hard links stay one file. */
function neededBytes(steps: readonly RestoreStep[]): number {
  const made = steps.filter(
    ({ action, wanted }) => (action === 'create' || action === 'replace') && wanted.type === 'f',
  )
  const sizes = new Map(made.map(({ wanted: { device, inode, diskBytes } }) => [`${device} ${inode}`, diskBytes]))
  return [...sizes.values()].reduce((sum, size) => sum + size, 0)
}
