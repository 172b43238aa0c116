/** Subvolumes that the person added: looked at before they are believed, and anew each time. */
import { existsSync, realpathSync } from 'node:fs'
import { AppError } from '../../../kernel/app-error.ts'
import { isOnBtrfs, isSubvolume, readSubvolumeId, showSubvolume } from '../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Source } from '../schemas.ts'
import type { ExtraFolder } from './extra-folders.ts'
import { findSwapPlaces, checkPlace } from './check-place.ts'

export interface ExtraPlaces {
  readonly stateFolder: string
  readonly swapFiles: readonly string[]
  readonly extra?: readonly ExtraFolder[]
}

/** What is not there now, an unplugged disk for example, is told and does not stop the others. */
export async function findExtra(
  places: ExtraPlaces,
  known: readonly Source[],
  options: RunOptions,
): Promise<{ readonly sources: readonly Source[]; readonly leftOut: readonly string[] }> {
  const sources: Source[] = []
  const leftOut: string[] = []
  for (const { path, name } of places.extra ?? []) {
    const why = await refuseExtra(places, path, options)
    if (why !== undefined) {
      leftOut.push(`${path}, which ${why}`)
      continue
    }
    const { uuid } = await showSubvolume(path, options)
    if ([...known, ...sources].some((source) => source.uuid === uuid)) continue
    sources.push({ folder: `extra/${name}`, areas: [], path, uuid })
  }
  return { sources, leftOut }
}

/** AppError "invalid-input" saying why snapshots of this folder cannot be taken. */
export async function checkExtraFolder(places: ExtraPlaces, folder: string, options: RunOptions): Promise<void> {
  const why = await refuseExtra(places, folder, options)
  if (why === undefined) return
  throw new AppError({
    code: 'invalid-input',
    message: `Snapshots of ${folder} cannot be taken: it ${why}.`,
    hint: 'Name the folder of a btrfs subvolume on the same disk as the system ("btrfs subvolume create" makes one).',
  })
}

/** "is not on btrfs"; undefined when snapshots of this folder can be taken. */
export async function refuseExtra(
  places: ExtraPlaces,
  folder: string,
  options: RunOptions,
): Promise<string | undefined> {
  if (!existsSync(folder)) return 'is not there'
  // A link could lead elsewhere tomorrow.
  if (realpathSync(folder) !== folder) return 'has a link in its path'
  if (!isOnBtrfs(folder)) return 'is not on btrfs'
  if (!isSubvolume(folder)) return 'is not a subvolume'
  if (checkPlace(places.stateFolder, folder) !== undefined) return 'is on another file system'
  if ((await showSubvolume(folder, options)).readOnly) return 'is a snapshot itself'
  const swapPlaces = await findSwapPlaces(places.swapFiles, options)
  if (swapPlaces.length === 0) return undefined
  const own = await readSubvolumeId(folder, options)
  return swapPlaces.some(({ subvolumeId }) => subvolumeId === own) ? 'holds a swap file in use' : undefined
}
