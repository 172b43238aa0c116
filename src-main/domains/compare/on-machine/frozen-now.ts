/**
 * What is there now, held still for as long as it is looked at: a read-only snapshot in a folder of ours that only root
 * may enter. Its folder's name says which process needs it, so that those of processes that were killed can be told.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs'
import path from 'node:path'
import { deleteSubvolumes } from '../../../tools/btrfs/btrfs-delete.ts'
import { isSubvolume, snapshotReadOnly } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { identifyThisProcess, isAlive, type ProcessIdentity } from '../../../tools/proc/process-identity.ts'
import type { RunOptions } from '../../../tools/run.ts'

/** Not a place of snapshots that anybody keeps: what is in it is deleted without asking. */
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
  const folder = path.join(frozenFolder(stateFolder), nameFor(identifyThisProcess()))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    const frozen = path.join(folder, 'now')
    await snapshotReadOnly(source, frozen, options)
    return await use(frozen)
  } finally {
    await removeFrozen(folder)
  }
}

/** Of processes that are no more. One that cannot be removed now is left for the next time. */
export async function removeLeftovers(stateFolder: string): Promise<void> {
  const folder = frozenFolder(stateFolder)
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const owner = ownerOf(name)
    if (owner !== undefined && !isAlive(owner)) await removeFrozen(path.join(folder, name))
  }
}

/** Also when the work was stopped. What the kernel does not let go yet stays for the next time. */
async function removeFrozen(folder: string): Promise<void> {
  const frozen = path.join(folder, 'now')
  if (existsSync(frozen)) {
    if (!isSubvolume(frozen)) return
    await deleteSubvolumes([frozen])
    if (existsSync(frozen)) return
  }
  rmdirSync(folder)
}

function nameFor({ pid, startTime, bootId }: ProcessIdentity): string {
  return `${pid}.${startTime}.${bootId}.${randomUUID()}`
}

function ownerOf(name: string): ProcessIdentity | undefined {
  const [pid, startTime, bootId] = name.split('.')
  if (pid === undefined || startTime === undefined || bootId === undefined || !/^\d+$/.test(pid)) return undefined
  return { pid: Number(pid), startTime, bootId }
}
