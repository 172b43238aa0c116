/** How much can be written to the file system that a folder is on. */
import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import path from 'node:path'
import type { RunOptions } from '../run.ts'
import { readQuotas, type QuotaRoom } from '../btrfs/btrfs-quota.ts'
import { isOnBtrfs } from '../btrfs/btrfs-subvolume.ts'
import { findMount } from './findmnt.ts'

export interface FolderRoom {
  readonly freeBytes: number
  /** The same for all folders that share what is free, as subvolumes of one disk do. */
  readonly fileSystem: string
  /** Absent where no quota of btrfs limits it. */
  readonly quotas?: QuotaRoom[]
}

/** Of a folder that need not be there yet: then it would be made where the one above it is. */
export function readRoomFor(folder: string, options: RunOptions): Promise<FolderRoom> {
  return existsSync(folder) ? readRoom(folder, options) : readRoomFor(path.dirname(folder), options)
}

/** `writtenIn`: where what comes into the folder is written first, and then shared with it. */
export async function readRoom(folder: string, options: RunOptions, writtenIn = folder): Promise<FolderRoom> {
  const [{ bavail, bsize }, { uuid, target }] = await Promise.all([statfs(folder), findMount(folder, options)])
  const quotas = isOnBtrfs(folder) ? await readLimits(folder, writtenIn, options) : []
  return { freeBytes: bavail * bsize, fileSystem: uuid ?? target, ...(quotas.length === 0 ? {} : { quotas }) }
}

/** Simple quotas count what is shared where it was written: in a new subvolume there, which has the groups around that place alone. */
export async function readLimits(folder: string, writtenIn: string, options: RunOptions): Promise<QuotaRoom[]> {
  const { isSimple, limits } = await readQuotas(folder, options)
  if (!isSimple || writtenIn === folder) return [...limits]
  return (await readQuotas(writtenIn, options)).limits.filter(({ group }) => !group.startsWith('0/'))
}
