/** All snapshots on the disk with our sets, divided into ours, by set and folder, and foreign ones. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { placeOnDisk } from '../../../../commons/snapshot-sets/on-machine/check-place.ts'
import { snapshotsFolder } from '../../../../commons/snapshot-sets/set-name.ts'
import { bytePathFromText } from '../../../../kernel/byte-path.ts'
import { catalogueSnapshots, type CataloguedSnapshot } from '../../../../tools/btrfs/btrfs-catalogue.ts'
import { readSubvolumeId } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../../tools/run.ts'

export interface SortedSnapshots {
  /** By "SET/FOLDER". */
  readonly own: ReadonlyMap<string, CataloguedSnapshot>
  readonly others: readonly CataloguedSnapshot[]
}

export interface SortOptions extends RunOptions {
  /** Folders of sets by inode number, so that their paths need not be looked up. */
  readonly setByInode?: ReadonlyMap<number, string>
}

export async function sortSnapshots(
  stateFolder: string,
  { setByInode, signal }: SortOptions,
): Promise<SortedSnapshots> {
  const folder = snapshotsFolder(stateFolder)
  const state = placeOnDisk(stateFolder)
  const sets = `${state}${bytePathFromText(path.relative(stateFolder, folder))}/`
  const holding = setByInode !== undefined && existsSync(folder) ? readSubvolumeId(folder, { signal }) : undefined
  const all = await catalogueSnapshots(stateFolder, {
    signal,
    knownFolders: Promise.resolve(holding).then((id) => ({ parentId, folderInode }) => {
      const set = parentId === id ? setByInode?.get(folderInode) : undefined
      return set === undefined ? undefined : `${sets}${bytePathFromText(set)}/`
    }),
  })
  const own = all.flatMap((entry) =>
    entry.path.startsWith(sets) ? [[entry.path.slice(sets.length), entry] as const] : [],
  )
  return { own: new Map(own), others: all.filter((entry) => !entry.path.startsWith(state)) }
}
