/** How much can be written to the file system that a folder is on. */
import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import path from 'node:path'
import type { RunOptions } from '../run.ts'
import { findMount } from './findmnt.ts'

export interface Room {
  readonly freeBytes: number
  /** The same for all folders that share what is free, as subvolumes of one disk do. */
  readonly fileSystem: string
}

/** Of a folder that need not be there yet: then it would be made where the one above it is. */
export function readRoomFor(folder: string, options: RunOptions): Promise<Room> {
  return existsSync(folder) ? readRoom(folder, options) : readRoomFor(path.dirname(folder), options)
}

export async function readRoom(folder: string, options: RunOptions): Promise<Room> {
  const [{ bavail, bsize }, { uuid, target }] = await Promise.all([statfs(folder), findMount(folder, options)])
  return { freeBytes: bavail * bsize, fileSystem: uuid ?? target }
}
