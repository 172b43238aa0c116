/**
 * A frozen tree: a read-only snapshot of what is there now, kept while it is used, in a folder that only root may
 * enter. The name of its folder says which process uses it, so that trees of killed processes can be found.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs'
import path from 'node:path'
import { deleteSubvolumes } from '../../../tools/btrfs/btrfs-delete.ts'
import { isSubvolume, snapshotReadOnly } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { identifyThisProcess, isAlive, nameOfProcess, processOfName } from '../../../tools/proc/process-identity.ts'
import type { RunOptions } from '../../../tools/run.ts'

/** Not for snapshots that anybody keeps: everything in it is deleted without asking. */
export function frozenFolder(stateFolder: string): string {
  return path.join(stateFolder, 'compare-now')
}

/** `source` is the root of a live subvolume on the file system of the state folder. */
export async function withFrozen<T>(
  stateFolder: string,
  source: string,
  options: RunOptions,
  use: (frozen: string) => Promise<T>,
): Promise<T> {
  await removeLeftovers(stateFolder)
  const folder = path.join(frozenFolder(stateFolder), `${nameOfProcess(identifyThisProcess())}.${randomUUID()}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    const frozen = path.join(folder, 'now')
    await snapshotReadOnly(source, frozen, options)
    return await use(frozen)
  } finally {
    await removeFrozen(folder)
  }
}

/** Removes trees of processes that have ended. One that cannot be removed now is left for the next time. */
export async function removeLeftovers(stateFolder: string): Promise<void> {
  const folder = frozenFolder(stateFolder)
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const owner = processOfName(name)
    if (owner !== undefined && !isAlive(owner)) await removeFrozen(path.join(folder, name))
  }
}

/** Also after the work was stopped. What the kernel still holds is left for the next time. */
async function removeFrozen(folder: string): Promise<void> {
  const frozen = path.join(folder, 'now')
  if (existsSync(frozen)) {
    if (!isSubvolume(frozen)) return
    await deleteSubvolumes([frozen])
    if (existsSync(frozen)) return
  }
  rmdirSync(folder)
}
