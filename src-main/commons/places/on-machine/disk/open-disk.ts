/** A place that is a btrfs of another disk, known by its UUID: seen below the agent's own folder for as long as something is done with it. */
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { findBtrfsDevice } from '../../../../tools/btrfs/btrfs-devices.ts'
import { readFolderInside } from '../../../../tools/files/safe-path.ts'
import { takeAway, topOfDisk, withMounted } from '../../../../tools/mounts/with-mounted.ts'
import { identifyThisProcess, isAlive, nameOfProcess, processOfName } from '../../../../tools/proc/process-identity.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { placesMessages } from '../../messages.ts'
import type { DiskPlace } from '../../schemas.ts'
import type { PlaceHost } from '../place-host.ts'

/** A job and several looks may be at the same disk at once. `top` follows no link on the disk. AppError "unreachable" where it is not connected. */
export async function withDiskTop<T>(
  { runFolder }: Pick<PlaceHost, 'runFolder'>,
  { fsUuid, name }: Pick<DiskPlace, 'fsUuid' | 'name'>,
  options: RunOptions,
  work: (top: string) => Promise<T>,
): Promise<T> {
  const source = findBtrfsDevice(fsUuid)
  if (source === undefined) throw placesMessages.notConnected({ place: name })
  const at = newMount(runFolder)
  return withMounted({ source, subvolume: topOfDisk, at }, options, () => work(at))
}

/** At the top of a disk, from there: with a folder for each laptop, and with one for each name. */
export const keptFolders = { copies: 'pc-switcher-copies', bundles: 'pc-switcher-bundles/bundles' } as const

export const hasBundles = (top: string): boolean => readFolderInside(top, keptFolders.bundles).length > 0

/** Of disks, and of what goes into a store. */
const mountsFolder = (runFolder: string): string => path.join(runFolder, 'places')

/** A folder of this process alone, which nobody made yet. It stands in paths of restic's, which may have no spaces. */
export const newMount = (runFolder: string): string =>
  path.join(mountsFolder(runFolder), `${nameOfProcess(identifyThisProcess())}.${randomBytes(3).toString('hex')}`)

/** What is still mounted for a program that is gone. */
export async function sweepMounts(runFolder: string): Promise<void> {
  const folder = mountsFolder(runFolder)
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const owner = processOfName(name)
    if (owner !== undefined && !isAlive(owner)) await takeAway(path.join(folder, name))
  }
}
