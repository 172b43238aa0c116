import { statfs } from 'node:fs/promises'
import { readBtrfsUsage } from '../../../tools/btrfs/btrfs-usage.ts'
import { findMount } from '../../../tools/mounts/findmnt.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { FileSystem } from '../verbs.ts'

/** The system and /home, together where they share a file system. */
export async function readFileSystems(options: RunOptions): Promise<FileSystem[]> {
  const [system, home] = await Promise.all([findMount('/', options), findMount('/home', options)])
  const shared = system.uuid !== undefined && system.uuid === home.uuid
  if (shared || system.target === home.target) return [await readFileSystem(['/', '/home'], system.fsType, options)]
  return Promise.all([readFileSystem(['/'], system.fsType, options), readFileSystem(['/home'], home.fsType, options)])
}

async function readFileSystem(places: FileSystem['places'], fsType: string, options: RunOptions): Promise<FileSystem> {
  const [place = '/'] = places
  if (fsType !== 'btrfs') {
    const { bsize, blocks, bavail } = await statfs(place)
    return { places, fsType, totalBytes: blocks * bsize, freeBytes: bavail * bsize }
  }
  const { totalBytes, freeBytes, unallocatedBytes, metadataBytes, metadataUsedBytes } = await readBtrfsUsage(
    place,
    options,
  )
  const btrfs = { totalBytes, freeBytes, unallocatedBytes, metadataBytes, metadataUsedBytes }
  return { places, fsType, totalBytes, freeBytes, btrfs }
}
