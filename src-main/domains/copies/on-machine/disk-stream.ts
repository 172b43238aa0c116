/** What snapshots on their way to a disk or back build on. */
import path from 'node:path'
import { isAsReceived } from '../../../commons/places/on-machine/disk/receive-whole.ts'
import { readSets, setFolder } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { isAsTaken, readSharedInto } from '../../../commons/snapshot-sets/on-machine/shared-into.ts'
import { sentAs, showLineage } from '../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Copy } from '../schemas.ts'
import { folderOf } from './disk-folders.ts'

interface ParentSearch {
  readonly stateFolder: string
  readonly top: string
  /** Of this laptop, the newest first. */
  readonly earlier: readonly Copy[]
  readonly subvolume: string
}

/** The newest snapshot here that the disk has too, and to which nobody has written on either side. */
export async function findParent(
  { stateFolder, top, earlier, subvolume }: ParentSearch,
  options: RunOptions,
): Promise<string | undefined> {
  const here = await listSent(stateFolder, subvolume, options)
  for (const copy of earlier) {
    const name = copy.parts[subvolume]
    const own = name === undefined ? undefined : here.get(name)
    if (own !== undefined && (await isAsReceived(path.join(folderOf(top)(copy), subvolume), name, options))) return own
  }
  return undefined
}

/** Snapshots of this laptop by the name under which they are sent, but those that were written to since they were taken. */
export async function listSent(
  stateFolder: string,
  subvolume: string,
  options: RunOptions,
): Promise<ReadonlyMap<string, string>> {
  const places = readSets(stateFolder)
    .filter(({ subvolumes }) => subvolumes.includes(subvolume))
    .map(({ id }) => path.join(setFolder(stateFolder, id), subvolume))
  const shared = readSharedInto(stateFolder)
  const found = await Promise.all(
    places.map(async (place) => {
      const lineage = await showLineage(place, options).catch(() => undefined)
      if (lineage === undefined || !(await isAsTaken(place, lineage, shared, options))) return []
      return [[sentAs(lineage), place] as const]
    }),
  )
  return new Map(found.flat())
}
