/** A place that is a btrfs of another disk, known by its UUID: seen below the agent's own folder for as long as something is done with it. */
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { AppError } from '../../../kernel/app-error.ts'
import { findBtrfsDevice } from '../../../tools/btrfs/btrfs-devices.ts'
import { takeAway, topOfDisk, withMounted } from '../../../tools/mounts/with-mounted.ts'
import { identifyThisProcess, isAlive, nameOfProcess, processOfName } from '../../../tools/proc/process-identity.ts'
import type { RunOptions } from '../../../tools/run.ts'

interface DiskThere {
  readonly fsUuid: string
  /** In which its top is seen: a folder of root's. */
  readonly folder: string
  /** Where it is not connected. */
  readonly away: () => AppError
}

/** A job and several looks may be at the same disk at once. `top` follows no link on the disk. */
export async function withDiskTop<T>(
  { fsUuid, folder, away }: DiskThere,
  options: RunOptions,
  work: (top: string) => Promise<T>,
): Promise<T> {
  const source = findBtrfsDevice(fsUuid)
  if (source === undefined) throw away()
  const at = path.join(folder, newMountName())
  return withMounted({ source, subvolume: topOfDisk, at }, options, () => work(at))
}

/** Of this process alone. It stands in paths of restic's, which may have no spaces. */
export const newMountName = (): string => `${nameOfProcess(identifyThisProcess())}.${randomBytes(3).toString('hex')}`

/** What is still mounted for a program that is gone. */
export async function sweepMounts(folder: string): Promise<void> {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const owner = processOfName(name)
    if (owner !== undefined && !isAlive(owner)) await takeAway(path.join(folder, name))
  }
}
