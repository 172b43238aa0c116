/** Finds the folder of a tree on this laptop. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { isSubvolume } from '../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Subvolume } from '../schemas.ts'
import { findLayout, type Places } from './find-layout.ts'
import { layoutError } from './layout-error.ts'
import { setFolder } from './set-folder.ts'
import { snapshotSetsMessages } from '../messages.ts'

/** The root folder of a snapshot. AppError "not-found" when it is not there any more. */
export function snapshotPath(stateFolder: string, setId: string, subvolume: string): string {
  const place = path.join(setFolder(stateFolder, setId), subvolume)
  if (existsSync(place) && isSubvolume(place)) return place
  throw snapshotSetsMessages.snapshotGone({}, { details: `${setId}/${subvolume}` })
}

/** The live subvolume that snapshots of this name are taken of. Not for nested ones: they are found in the one around them. */
export async function findSubvolume(places: Places, subvolume: string, options: RunOptions): Promise<Subvolume> {
  const layout = await findLayout(places, options)
  if (layout.kind !== 'ready') throw layoutError(layout)
  const found = layout.subvolumes.find((one) => one.subvolume === subvolume)
  if (found !== undefined) return found
  throw snapshotSetsMessages.noSubvolume({ subvolume })
}
