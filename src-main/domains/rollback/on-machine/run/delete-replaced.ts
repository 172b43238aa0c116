/** Deletes the old trees once read-only snapshots contain everything in them. What cannot be deleted is reported. */
import { isThere } from '../../../../tools/files/own-file.ts'
import type { Message } from '../../../../kernel/message.ts'
import { mkdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import type { Description } from '../../../../commons/snapshot-sets/schemas.ts'
import { setFolder } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { deleteSubvolumes } from '../../../../tools/btrfs/btrfs-delete.ts'
import { readSubvolumeId, showSubvolume, syncFileSystem } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { flushFolder } from '../../../../tools/files/durable-file.ts'
import { childrenOf } from './move-nested-subvolumes.ts'
import { treeNameBelowTop, treePath, type RollbackContext } from '../state/context.ts'
import { outerSubvolumes } from '../plan/inner-subvolumes.ts'
import { isMountedAnywhere } from '../in-use/subvolume-mounts.ts'
import { rollbackFolder, treeName, type RollbackJournal } from '../state/operation.ts'
import { withParent } from './safe-place.ts'
import { rollbackMessages } from '../../messages.ts'

/** Returns what could not be deleted. */
export async function deleteReplaced(
  context: RollbackContext,
  journal: RollbackJournal,
  kept: Description,
): Promise<readonly Message[]> {
  const notes: Message[] = []
  const keptUuids = await reallyKept(context, kept)
  for (const [index, subvolume] of outerSubvolumes(journal.subvolumes)) {
    const place = treePath(context, journal, index)
    if (!isThere(place)) continue
    const { uuid } = await showSubvolume(place, context.options)
    if (uuid !== subvolume.oldUuid || !keptUuids.has(uuid) || isMountedAnywhere(subvolume.oldId, context.device)) {
      notes.push(stayed(subvolume.title, setAside(context, journal, index)))
      continue
    }
    await dropChildren(context, subvolume.oldId, treeNameBelowTop(context, journal, index), keptUuids)
    await deleteSubvolumes([place])
    if (isThere(place)) notes.push(stayed(subvolume.title, setAside(context, journal, index)))
    await context.stop(`old tree ${index} dropped`)
  }
  await syncFileSystem(context.stateFolder, context.options)
  return notes
}

/** UUIDs of the subvolumes that the set's snapshots on disk were taken of. */
async function reallyKept(context: RollbackContext, { id, snapshots }: Description): Promise<ReadonlySet<string>> {
  const sources = new Set<string>()
  for (const { subvolume, uuid, sourceUuid } of snapshots) {
    const shown = await showSubvolume(path.join(setFolder(context.stateFolder, id), subvolume), context.options)
    if (shown.uuid === uuid && shown.parentUuid === sourceUuid && shown.readOnly) sources.add(sourceUuid)
  }
  return sources
}

/** Only those with a snapshot in the set. One that contains others stays, and so does the tree. */
async function dropChildren(
  context: RollbackContext,
  treeId: number,
  name: BytePath,
  keptUuids: ReadonlySet<string>,
): Promise<void> {
  for (const child of await childrenOf(context, treeId, name)) {
    if (child.readOnly || isMountedAnywhere(child.id, context.device)) continue
    await dropChildren(context, child.id, `${name}/${child.path}`, keptUuids)
    await withParent(context.top, `${name}/${child.path}`, async (leaf) => {
      const path = realPath(context, `${name}/${child.path}`, leaf)
      if (path === undefined || (await readSubvolumeId(path, context.options)) !== child.id) return
      if (!keptUuids.has((await showSubvolume(path, context.options)).uuid)) return
      await deleteSubvolumes([path])
    })
  }
}

/** btrfs(8) needs a path of text. Only root can change the tree by now. */
function realPath({ top }: RollbackContext, name: BytePath, leaf: BytePath): string | undefined {
  const text = textFromBytePath(name)
  return bufferFromBytePath(name).toString('utf8') === text && leaf !== '' ? path.join(top, text) : undefined
}

/** Moved out of the way of the next rollback. We never remove it. */
function setAside(context: RollbackContext, journal: RollbackJournal, index: number): string {
  const folder = path.join(rollbackFolder(context.stateFolder), 'left')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const to = path.join(folder, treeName(journal.operationId, index))
  renameSync(treePath(context, journal, index), to)
  flushFolder(folder)
  return to
}

function stayed(title: string, place: string): Message {
  return rollbackMessages.replacedStays({ title, place })
}
