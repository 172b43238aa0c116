/** From the name of a tree to the folder that holds it on this laptop. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { isSubvolume } from '../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Source } from '../schemas.ts'
import { findLayout, type Places } from './find-layout.ts'
import { layoutError } from './layout-error.ts'
import { setFolder } from './set-folder.ts'
import { snapshotSetsMessages } from '../messages.ts'

/** The root folder of a snapshot. AppError "not-found" when it is not there any more. */
export function snapshotPath(stateFolder: string, setId: string, folder: string): string {
  const place = path.join(setFolder(stateFolder, setId), folder)
  if (existsSync(place) && isSubvolume(place)) return place
  throw snapshotSetsMessages.snapshotGone({}, { details: `${setId}/${folder}` })
}

/** The live subvolume that snapshots of this folder are taken of. Not for nested ones: their place is in their parent. */
export async function findSource(places: Places, folder: string, options: RunOptions): Promise<Source> {
  const layout = await findLayout(places, options)
  if (layout.kind !== 'ready') throw layoutError(layout)
  const source = layout.sources.find((candidate) => candidate.folder === folder)
  if (source !== undefined) return source
  throw snapshotSetsMessages.noSource({ folder })
}
