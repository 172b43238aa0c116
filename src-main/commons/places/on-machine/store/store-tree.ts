/** One subvolume of ours in a store of restic's: a snapshot there. */
import { lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { createSubvolume, setReadOnly } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { toolsMessages } from '../../../../tools/messages.ts'
import { bringBackStored, type WritingOptions } from '../../../../tools/restic/restic.ts'
import type { Store } from '../../../../tools/restic/run-restic.ts'

export interface TreeInStore {
  readonly id: string
  /** Where it was when it was stored, absolute. */
  readonly tree: string
}

/**
 * It becomes the read-only subvolume `to`. restic brings files back by their absolute paths: the subvolume is made where that is, below
 * the folder `scratch`, which is ours, on the same file system, and goes afterwards. AppErrors "not-verified", "disk-full".
 */
export async function bringTreeBack(
  store: Store,
  { id, tree }: TreeInStore,
  { scratch, to }: { readonly scratch: string; readonly to: string },
  options: WritingOptions,
): Promise<void> {
  if (!tree.startsWith('/') || tree.split('/').includes('..')) throw toolsMessages.storeDamaged({}, { details: tree })
  const there = path.join(scratch, tree)
  mkdirSync(path.dirname(there), { recursive: true, mode: 0o700 })
  await createSubvolume(there, options)
  await bringBackStored(store, { id, into: scratch }, options)
  if (!lstatSync(there).isDirectory()) throw toolsMessages.storeDamaged({}, { details: tree })
  mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 })
  renameSync(there, to)
  rmSync(scratch, { recursive: true, force: true })
  await setReadOnly(to, true, options)
}
