/** All snapshots of the disk that keeps ours, told apart: which are ours, by set and folder, and which are not. */
import { realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { snapshotsFolder } from '../../../commons/snapshot-sets/set-name.ts'
import { bytePathFromText, type BytePath } from '../../../kernel/byte-path.ts'
import { catalogueSnapshots, type CataloguedSnapshot } from '../../../tools/btrfs-catalogue.ts'
import { hasSubvolumeInode } from '../../../tools/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'

export interface SortedSnapshots {
  /** By "SET/FOLDER". */
  readonly own: ReadonlyMap<string, CataloguedSnapshot>
  readonly others: readonly CataloguedSnapshot[]
}

export async function sortSnapshots(stateFolder: string, options: RunOptions): Promise<SortedSnapshots> {
  const all = await catalogueSnapshots(stateFolder, options)
  const state = placeWithinSubvolume(stateFolder)
  const sets = placeWithinSubvolume(snapshotsFolder(stateFolder), stateFolder)
  const isInside = (entry: CataloguedSnapshot, prefix: BytePath) =>
    entry.inAskedSubvolume && entry.path.startsWith(prefix)
  const own = all.flatMap((entry) => (isInside(entry, sets) ? [[entry.path.slice(sets.length), entry] as const] : []))
  return { own: new Map(own), others: all.filter((entry) => !isInside(entry, state)) }
}

/** With a slash at its end; empty for the root of a subvolume. `known` is there when `folder` may not be. */
function placeWithinSubvolume(folder: string, known = folder): BytePath {
  const rest = path.relative(known, folder)
  const within = path.join(path.relative(subvolumeRoot(known), realpathSync(known)), rest)
  return within === '' || within === '.' ? '' : `${bytePathFromText(within)}/`
}

function subvolumeRoot(folder: string): string {
  let root = realpathSync(folder)
  while (!hasSubvolumeInode(statSync(root))) {
    const above = path.dirname(root)
    if (above === root) throw new Error(`${folder} is not inside a subvolume`)
    root = above
  }
  return root
}
