/** The trees that will take the places: fresh writable snapshots, beside the old ones and seen by nobody. */
import { existsSync, renameSync } from 'node:fs'
import { snapshotPath } from '../../../../commons/snapshot-sets/on-machine/open-tree.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import { deleteSubvolumes } from '../../../../tools/btrfs/btrfs-delete.ts'
import { readSubvolumeId, showSubvolume, syncFileSystem } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { snapshotWritable } from '../../../../tools/btrfs/btrfs-writable.ts'
import { treePath, type Ground } from '../state/ground.ts'
import { innermostFirst, outerIndex } from '../plan/inner-subvolumes.ts'
import type { Journal, PartProgress } from '../state/operation.ts'
import { isMountedAnywhere } from '../in-use/subvolume-mounts.ts'
import { isPlaceholder, withFolder, withParent } from './safe-place.ts'

/**
 * Makes them all, puts those of inner parts into the tree of the part around them, and writes everything to the disk. To be
 * called only while nothing is exchanged: what an earlier attempt left under the names is thrown away.
 */
export async function makeTrees(ground: Ground, journal: Journal): Promise<Journal> {
  const parts: PartProgress[] = []
  for (const [index, part] of journal.parts.entries()) {
    await discardTree(ground, journal, index)
    parts.push(await makeTree(ground, journal, index, part))
    await ground.stop(`tree ${index} made`)
  }
  for (const [index, part] of innermostFirst(parts)) {
    const outer = outerIndex(parts, part)
    if (outer !== undefined && part.inside !== undefined) {
      await placeInside(ground, journal, index, outer, part.inside.path)
      await ground.stop(`tree ${index} placed`)
    }
  }
  await syncFileSystem(ground.stateFolder, ground.options)
  await ground.stop('trees on the disk')
  return { ...journal, parts }
}

async function makeTree(ground: Ground, journal: Journal, index: number, part: PartProgress): Promise<PartProgress> {
  const { options } = ground
  const snapshot = snapshotPath(ground.stateFolder, journal.setId, part.part)
  const before = await showSubvolume(snapshot, options)
  if (before.uuid !== part.snapshotUuid || !before.readOnly) throw anotherSnapshot(snapshot)
  const place = treePath(ground, journal, index)
  if (existsSync(place)) throw anotherSnapshot(place)
  await snapshotWritable(snapshot, place, options)
  const made = await showSubvolume(place, options)
  if (made.parentUuid !== part.snapshotUuid || made.readOnly) throw anotherSnapshot(place)
  return { ...part, newUuid: made.uuid, newId: await readSubvolumeId(place, options) }
}

async function placeInside(
  ground: Ground,
  journal: Journal,
  index: number,
  outer: number,
  path: string,
): Promise<void> {
  const outerTree = treePath(ground, journal, outer)
  if (!isPlaceholder(outerTree, path)) throw noPlaceholder(journal.parts[index])
  const place = treePath(ground, journal, index)
  await withParent(outerTree, path, (leaf) => renameSync(place, Buffer.from(leaf, 'latin1')))
}

/** Throws away every tree of an operation that has exchanged nothing; harmless when there is none. */
export async function discardTrees(ground: Ground, journal: Journal): Promise<void> {
  for (const index of journal.parts.keys()) await discardTree(ground, journal, index)
}

async function discardTree(ground: Ground, journal: Journal, index: number): Promise<void> {
  const place = treePath(ground, journal, index)
  if (!existsSync(place)) return
  const { uuid } = await showSubvolume(place, ground.options)
  // What somebody lives in is never thrown away, whatever the journal says.
  if (journal.parts.some(({ oldUuid }) => oldUuid === uuid)) throw anotherSnapshot(place)
  for (const [inner, part] of journal.parts.entries()) {
    if (outerIndex(journal.parts, part) === index && part.inside !== undefined) {
      await takeOut(ground, journal, inner, place, part.inside.path)
    }
  }
  if (isMountedAnywhere(await readSubvolumeId(place, ground.options), ground.device))
    throw notDeleted(place, 'it is mounted')
  const { complaints } = await deleteSubvolumes([place])
  if (existsSync(place)) throw notDeleted(place, complaints)
}

/** An inner tree that was placed already goes back to its own name, so that each is thrown away by itself. */
async function takeOut(
  ground: Ground,
  journal: Journal,
  inner: number,
  outerTree: string,
  path: string,
): Promise<void> {
  const place = treePath(ground, journal, inner)
  const isPlaced = await withFolder(outerTree, path, (_open, { ino }) => Promise.resolve(ino === 256))
  if (existsSync(place) || isPlaced !== true) return
  await withParent(outerTree, path, (leaf) => renameSync(Buffer.from(leaf, 'latin1'), place))
  await discardTree(ground, journal, inner)
}

function anotherSnapshot(place: string): AppError {
  return new AppError({
    code: 'plan-changed',
    message: 'A snapshot is not what it was when the rollback was planned.',
    hint: 'Nothing was changed. Look at the snapshots again and make a new plan.',
    details: place,
  })
}

function notDeleted(place: string, details: string): AppError {
  return new AppError({
    code: 'tool-failed',
    message: 'What an interrupted rollback had prepared could not be removed.',
    hint: 'Look at the details; it is tried again the next time.',
    details: `${place}: ${details}`,
  })
}

function noPlaceholder(part: PartProgress | undefined): AppError {
  return new AppError({
    code: 'plan-changed',
    message: `The snapshot has no place for ${part?.title ?? 'a subvolume'}.`,
    hint: 'Roll that one back by itself.',
  })
}
