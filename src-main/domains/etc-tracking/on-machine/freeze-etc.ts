/**
 * /etc held still: a read-only snapshot of the subvolume that it is in, which root alone can reach. Nobody can swap a folder
 * in it for a link. Subvolumes nested in /etc are empty folders there.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs'
import path from 'node:path'
import { findSubvolumeRoot } from '../../../commons/snapshot-sets/on-machine/check-place.ts'
import { deleteSubvolumes } from '../../../tools/btrfs/btrfs-delete.ts'
import { isSubvolume, snapshotReadOnly } from '../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { etcMessages } from '../messages.ts'
import { frozenFolder, liveEtc } from './places.ts'

export interface FrozenEtc {
  readonly frozenId: string
  /** The folder that is /etc in it. */
  readonly root: string
}

/** Earlier ones go. */
export async function freezeEtc(stateFolder: string, options: RunOptions): Promise<FrozenEtc> {
  await thawEtc(stateFolder)
  return freezeBeside(stateFolder, options)
}

/** Earlier ones stay. */
export async function freezeBeside(stateFolder: string, options: RunOptions): Promise<FrozenEtc> {
  const frozenId = randomUUID()
  mkdirSync(path.join(frozenFolder(stateFolder), frozenId), { recursive: true, mode: 0o700 })
  await snapshotReadOnly(subvolumeOfEtc(), treeOf(stateFolder, frozenId), options)
  return { frozenId, root: rootIn(stateFolder, frozenId) }
}

/** AppError "plan-expired" when it is not there any more. */
export function frozenEtc(stateFolder: string, frozenId: string): string {
  const root = findFrozenEtc(stateFolder, frozenId)
  if (root === undefined) throw etcMessages.frozenGone({})
  return root
}

export function findFrozenEtc(stateFolder: string, frozenId: string): string | undefined {
  return existsSync(treeOf(stateFolder, frozenId)) ? rootIn(stateFolder, frozenId) : undefined
}

/** Deletes all of them. What the kernel does not let go yet stays for the next time. */
export async function thawEtc(stateFolder: string): Promise<void> {
  const folder = frozenFolder(stateFolder)
  for (const frozenId of existsSync(folder) ? readdirSync(folder) : []) {
    const tree = treeOf(stateFolder, frozenId)
    if (existsSync(tree) && isSubvolume(tree)) await deleteSubvolumes([tree])
    if (!existsSync(tree)) rmdirSync(path.join(folder, frozenId))
  }
}

function rootIn(stateFolder: string, frozenId: string): string {
  return path.join(treeOf(stateFolder, frozenId), path.relative(subvolumeOfEtc(), liveEtc))
}

function treeOf(stateFolder: string, frozenId: string): string {
  return path.join(frozenFolder(stateFolder), frozenId, 'tree')
}

function subvolumeOfEtc(): string {
  const root = findSubvolumeRoot(liveEtc)
  if (root === undefined) throw etcMessages.noSubvolume({})
  return root
}
