/** Makes the new trees: writable snapshots beside the old ones, not mounted anywhere. */
import { existsSync, renameSync } from 'node:fs'
import { snapshotPath } from '../../../../commons/snapshot-sets/on-machine/open-tree.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import { bytePathFromText } from '../../../../kernel/byte-path.ts'
import { deleteSubvolumes } from '../../../../tools/btrfs/btrfs-delete.ts'
import {
  readSubvolumeId,
  showSubvolume,
  syncFileSystem,
  snapshotWritable,
} from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { treePath, type RollbackContext } from '../state/context.ts'
import { innermostFirst, outerIndex } from '../plan/inner-subvolumes.ts'
import type { RollbackJournal, SubvolumeProgress } from '../state/operation.ts'
import { isMountedAnywhere } from '../in-use/subvolume-mounts.ts'
import { isPlaceholder, putAt, withFolder, withParent } from './safe-place.ts'
import { rollbackMessages } from '../../messages.ts'

/**
 * Makes all trees, puts inner ones into their outer ones, and flushes everything to the disk. Call it only while nothing is
 * exchanged: what an earlier attempt left under the names is deleted.
 */
export async function makeTrees(context: RollbackContext, journal: RollbackJournal): Promise<RollbackJournal> {
  const subvolumes: SubvolumeProgress[] = []
  for (const [index, subvolume] of journal.subvolumes.entries()) {
    await discardTree(context, journal, index)
    subvolumes.push(await makeTree(context, journal, index, subvolume))
    await context.stop(`tree ${index} made`)
  }
  for (const [index, subvolume] of innermostFirst(subvolumes)) {
    const outer = outerIndex(subvolumes, subvolume)
    if (outer !== undefined && subvolume.inside !== undefined) {
      await placeInside(context, journal, index, {
        outerTree: treePath(context, journal, outer),
        path: subvolume.inside.path,
      })
      await context.stop(`tree ${index} placed`)
    }
  }
  await syncFileSystem(context.stateFolder, context.options)
  await context.stop('trees on the disk')
  return { ...journal, subvolumes }
}

async function makeTree(
  context: RollbackContext,
  journal: RollbackJournal,
  index: number,
  subvolume: SubvolumeProgress,
): Promise<SubvolumeProgress> {
  const { options } = context
  const snapshot = snapshotPath(context.stateFolder, journal.setId, subvolume.subvolume)
  const before = await showSubvolume(snapshot, options)
  if (before.uuid !== subvolume.snapshotUuid || !before.readOnly) throw anotherSnapshot(snapshot)
  const place = treePath(context, journal, index)
  if (existsSync(place)) throw anotherSnapshot(place)
  await snapshotWritable(snapshot, place, options)
  const made = await showSubvolume(place, options)
  if (made.parentUuid !== subvolume.snapshotUuid || made.readOnly) throw anotherSnapshot(place)
  return { ...subvolume, newUuid: made.uuid, newId: await readSubvolumeId(place, options) }
}

/** The path of an inner subvolume in the tree of the one around it. */
interface InnerPlace {
  readonly outerTree: string
  readonly path: string
}

async function placeInside(
  context: RollbackContext,
  journal: RollbackJournal,
  index: number,
  { outerTree, path }: InnerPlace,
): Promise<void> {
  if (!isPlaceholder(outerTree, path)) throw noPlaceholder(journal.subvolumes[index])
  const place = treePath(context, journal, index)
  await putAt(outerTree, path, bytePathFromText(place), context.options)
}

/** Deletes every tree of an operation that has exchanged nothing. Harmless when there is none. */
export async function discardTrees(context: RollbackContext, journal: RollbackJournal): Promise<void> {
  for (const index of journal.subvolumes.keys()) await discardTree(context, journal, index)
}

async function discardTree(context: RollbackContext, journal: RollbackJournal, index: number): Promise<void> {
  const place = treePath(context, journal, index)
  if (!existsSync(place)) return
  const { uuid } = await showSubvolume(place, context.options)
  // A mounted tree is never deleted, whatever the journal says.
  if (journal.subvolumes.some(({ oldUuid }) => oldUuid === uuid)) throw anotherSnapshot(place)
  for (const [inner, subvolume] of journal.subvolumes.entries()) {
    if (outerIndex(journal.subvolumes, subvolume) === index && subvolume.inside !== undefined) {
      await takeOut(context, journal, inner, { outerTree: place, path: subvolume.inside.path })
    }
  }
  if (isMountedAnywhere(await readSubvolumeId(place, context.options), context.device))
    throw notDeleted(place, 'it is mounted')
  const { complaints } = await deleteSubvolumes([place])
  if (existsSync(place)) throw notDeleted(place, complaints)
}

/** An inner tree that was already placed gets its own name back, so that each is deleted separately. */
async function takeOut(
  context: RollbackContext,
  journal: RollbackJournal,
  inner: number,
  { outerTree, path }: InnerPlace,
): Promise<void> {
  const place = treePath(context, journal, inner)
  const isPlaced = await withFolder(outerTree, path, (_open, { ino }) => Promise.resolve(ino === 256))
  if (existsSync(place) || isPlaced !== true) return
  await withParent(outerTree, path, (leaf) => renameSync(Buffer.from(leaf, 'latin1'), place))
  await discardTree(context, journal, inner)
}

function anotherSnapshot(place: string): AppError {
  return rollbackMessages.snapshotChanged({}, { details: place })
}

function notDeleted(place: string, details: string): AppError {
  return rollbackMessages.preparedNotDeleted({}, { details: `${place}: ${details}` })
}

function noPlaceholder(subvolume: SubvolumeProgress | undefined): AppError {
  return rollbackMessages.noPlaceholder({ title: subvolume?.title ?? '' })
}
