/** How much can be written to the file system that a folder is on. */
import { statfs } from 'node:fs/promises'
import type { RunOptions } from '../run.ts'
import { findMount } from './findmnt.ts'

export interface Room {
  readonly freeBytes: number
  /** The same for all folders that share what is free, as subvolumes of one disk do. */
  readonly fileSystem: string
}

export async function readRoom(folder: string, options: RunOptions): Promise<Room> {
  const [{ bavail, bsize }, { uuid, target }] = await Promise.all([statfs(folder), findMount(folder, options)])
  return { freeBytes: bavail * bsize, fileSystem: uuid ?? target }
}
