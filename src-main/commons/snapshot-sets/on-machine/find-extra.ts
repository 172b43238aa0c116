/** Finds the extra folders. Each is checked every time, because it may have changed. */
import { existsSync, realpathSync } from 'node:fs'
import { isOnBtrfs, isSubvolume, readSubvolumeId, showSubvolume } from '../../../tools/btrfs/btrfs-subvolume.ts'
import type { Message } from '../../../kernel/message.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Subvolume } from '../schemas.ts'
import type { ExtraFolder } from './extra-folders.ts'
import { findSwapPlaces, checkPlace } from './check-place.ts'
import { snapshotSetsMessages, type ExtraRefusal } from '../messages.ts'

export interface ExtraPlaces {
  readonly stateFolder: string
  readonly swapFiles: readonly string[]
  readonly extra?: readonly ExtraFolder[]
}

/** A missing one, such as an unplugged disk, is reported and does not stop the others. */
export async function findExtra(
  places: ExtraPlaces,
  known: readonly Subvolume[],
  options: RunOptions,
): Promise<{ readonly subvolumes: readonly Subvolume[]; readonly leftOut: readonly Message[] }> {
  const found: Subvolume[] = []
  const leftOut: Message[] = []
  for (const { path, name } of places.extra ?? []) {
    const why = await refuseExtra(places, path, options)
    if (why !== undefined) {
      leftOut.push(snapshotSetsMessages.withoutExtra({ folder: path, why }))
      continue
    }
    const { uuid } = await showSubvolume(path, options)
    if ([...known, ...found].some((one) => one.uuid === uuid)) continue
    found.push({ subvolume: `extra/${name}`, areas: [], path, uuid })
  }
  return { subvolumes: found, leftOut }
}

/** AppError "invalid-input" saying why snapshots of this folder cannot be taken. */
export async function checkExtraFolder(places: ExtraPlaces, folder: string, options: RunOptions): Promise<void> {
  const why = await refuseExtra(places, folder, options)
  if (why === undefined) return
  throw snapshotSetsMessages.extraFolderRefused({ folder, why })
}

/** Why this folder cannot be snapshotted, or undefined if it can. */
export async function refuseExtra(
  places: ExtraPlaces,
  folder: string,
  options: RunOptions,
): Promise<ExtraRefusal | undefined> {
  if (!existsSync(folder)) return 'absent'
  // A link could point elsewhere tomorrow.
  if (realpathSync(folder) !== folder) return 'link'
  if (!isOnBtrfs(folder)) return 'not-btrfs'
  if (!isSubvolume(folder)) return 'not-subvolume'
  if (checkPlace(places.stateFolder, folder) !== undefined) return 'elsewhere'
  if ((await showSubvolume(folder, options)).readOnly) return 'snapshot'
  const swapPlaces = await findSwapPlaces(places.swapFiles, options)
  if (swapPlaces.length === 0) return undefined
  const own = await readSubvolumeId(folder, options)
  return swapPlaces.some(({ subvolumeId }) => subvolumeId === own) ? 'swap-file' : undefined
}
