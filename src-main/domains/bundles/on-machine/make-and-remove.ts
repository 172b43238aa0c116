/**
 * How a bundle comes and goes: what is being made or removed stands beside it under a name with a dot, and is renamed when it is whole, or
 * first of all. There is no half of one, and what a program left that was killed is swept.
 */
import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync } from 'node:fs'
import path from 'node:path'
import type { BundleId } from '../../../contract/bundles-calls.ts'
import { bytePathFromText } from '../../../kernel/byte-path.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { deleteSubvolumes } from '../../../tools/btrfs/btrfs-delete.ts'
import { hasSubvolumeInode, snapshotReadOnly, syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { removeFolder } from '../../../tools/btrfs/remove-folder.ts'
import { openFolderInside } from '../../../tools/files/safe-path.ts'
import { removeState } from '../../../tools/files/state-file.ts'
import { identifyThisProcess, isAlive, nameOfProcess, processOfName } from '../../../tools/proc/process-identity.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText } from '../schemas.ts'
import { aroundState, pathAround } from './beside-bundle.ts'
import { findBundle, foldersIn, readHeadOf } from './bundle-folders.ts'
import { headName, isSameBundle, readHead } from './bundle-lists.ts'
import { bundleFolder, bundlesFolder, isPutAway, keptOf, treeName, treeOf } from './bundle-paths.ts'
import { provenState } from './bundle-proofs.ts'

const making = '.making-'
const deleting = '.deleting-'
/** Within the folder of a version: what is put away, and its lists in the making. */
const leaving = '.leaving-'
export const keeping = '.keeping-'

export const ownName = (prefix: string): string => `${prefix}${nameOfProcess(identifyThisProcess())}.${randomUUID()}`

/** Of what comes or goes beside the bundles of a name. */
export const isOwnName = (name: string): boolean => name.startsWith(making) || name.startsWith(deleting)

const isOfLiving = (name: string): boolean => {
  const owner = processOfName(name.replace(/^\.[a-z]+-/, ''))
  return owner !== undefined && isAlive(owner)
}

export interface Draft {
  readonly id: BundleId
  /** For what is needed meanwhile; all that is in it goes with it. */
  readonly folder: string
  /** Where its subvolume is to be made. */
  readonly tree: string
}

export function newDraft(stateFolder: string, id: BundleId): Draft {
  const own = path.join(bundlesFolder(stateFolder), id.name)
  const folder = path.join(own, ownName(making))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return { id, folder, tree: path.join(folder, treeName(id)) }
}

/**
 * From now on it is listed, or whole here again. Its subvolume is closed; what else is in the draft goes. AppErrors "invalid-input" where
 * there is one, "not-verified" where another one was put away.
 */
export async function keepDraft(stateFolder: string, { id, folder, tree }: Draft): Promise<void> {
  const place = bundleFolder(stateFolder, id)
  await deleteSubvolumes(subvolumesIn(folder).filter((one) => one !== tree))
  if (subvolumesIn(folder).length !== 1) throw bundlesMessages.inUse({ bundle: bundleText(id) })
  await syncFileSystem(folder, {})
  if (isPutAway(stateFolder, id)) {
    await keepBack(stateFolder, { id, folder, tree })
    return
  }
  try {
    renameSync(folder, place)
  } catch (thrown) {
    if (isErrno(thrown, 'ENOTEMPTY', 'EEXIST', 'ENOTDIR')) throw bundlesMessages.exists({ bundle: bundleText(id) })
    throw thrown
  }
  await syncFileSystem(place, {})
}

/** A closed subvolume cannot be moved into another folder; a snapshot of it appears there at once, on the disk and whole. */
async function keepBack(stateFolder: string, { id, folder, tree }: Draft): Promise<void> {
  const bundle = bundleText(id)
  const [came, kept] = [readHead(tree), readHead(keptOf(stateFolder, id))]
  if (came === undefined || kept === undefined || !isSameBundle(came, kept))
    throw bundlesMessages.notArrived({ bundle, count: 1 }, { details: headName })
  try {
    await snapshotReadOnly(tree, treeOf(stateFolder, id), {})
  } catch (thrown) {
    // Another program brought it back meanwhile.
    if (existsSync(treeOf(stateFolder, id))) throw bundlesMessages.exists({ bundle }, { cause: thrown })
    throw thrown
  }
  await dropDraft({ folder })
}

/** Harmless when it is gone. What cannot be removed stays, and goes with a later sweep; so does what is no folder of ours. */
export async function dropDraft({ folder }: Pick<Draft, 'folder'>): Promise<void> {
  await removeOwn(folder)
  removeEmpty(path.dirname(folder))
}

async function removeOwn(folder: string): Promise<void> {
  await removeFolder(path.dirname(folder), bytePathFromText(path.basename(folder)))
}

/** A name of which there is no version left. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch (thrown) {
    if (!isErrno(thrown, 'ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR', 'EBUSY', 'ELOOP')) throw thrown
  }
}

async function removeSubvolumes(folder: string): Promise<string> {
  return (await deleteSubvolumes(subvolumesIn(folder))).complaints
}

/** Side by side in it: none of ours is in another one. */
function subvolumesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter((place) => hasSubvolumeInode(lstatSync(place)))
}

/** What programs left that were killed. */
export async function sweepBundles(stateFolder: string): Promise<void> {
  const top = bundlesFolder(stateFolder)
  for (const name of foldersIn(top)) {
    const own = path.join(top, name)
    for (const left of readdirSync(own).filter(isOwnName))
      if (!isOfLiving(left)) await dropDraft({ folder: path.join(own, left) })
    for (const version of foldersIn(own)) await sweepVersion(stateFolder, { name, version })
    removeEmpty(own)
  }
}

/** What was about to leave goes, if what is kept of it can be read, or it is here again. */
async function sweepVersion(stateFolder: string, id: BundleId): Promise<void> {
  const folder = bundleFolder(stateFolder, id)
  for (const left of readdirSync(folder).filter((one) => !isOfLiving(one))) {
    const at = path.join(folder, left)
    if (left.startsWith(keeping)) await removeOwn(at)
    if (!left.startsWith(leaving) || !isTree(at)) continue
    const place = treeOf(stateFolder, id)
    if (isTree(place) || readHeadOf(keptOf(stateFolder, id), id) !== undefined) await deleteSubvolumes([at])
    else if (lstatSync(place, { throwIfNoEntry: false }) === undefined) renameSync(at, place)
  }
}

function isTree(place: string): boolean {
  const stat = lstatSync(place, { throwIfNoEntry: false })
  return stat !== undefined && hasSubvolumeInode(stat)
}

export const uses = 'uses'

/** While something reads it, nobody deletes it. */
export async function whileUsed<T>(stateFolder: string, id: BundleId, work: () => Promise<T>): Promise<T> {
  findBundle(stateFolder, id)
  const folder = openUses(stateFolder, id)
  if (folder === undefined) throw bundlesMessages.noBundle({ bundle: bundleText(id) })
  const mark = `/proc/self/fd/${folder}/${nameOfProcess(identifyThisProcess())}.${randomUUID()}`
  try {
    makeFolder(mark)
    if (isPutAway(stateFolder, id)) throw bundlesMessages.putAway({ bundle: bundleText(id) })
    if (!existsSync(treeOf(stateFolder, id))) throw bundlesMessages.noBundle({ bundle: bundleText(id) })
    return await work()
  } finally {
    removeEmpty(mark)
    closeSync(folder)
  }
}

/** A descriptor; undefined where the bundle is gone, or what has its name is a link. */
function openUses(stateFolder: string, id: BundleId): number | undefined {
  const open = (below: string) => openFolderInside(aroundState(stateFolder), pathAround(stateFolder, below))
  const own = bundleFolder(stateFolder, id)
  const bundle = open(own)
  if (bundle === undefined) return undefined
  try {
    makeFolder(`/proc/self/fd/${bundle}/${uses}`)
  } finally {
    closeSync(bundle)
  }
  return open(path.join(own, uses))
}

/** Where the one around it is gone, so is the bundle. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (thrown) {
    if (!isErrno(thrown, 'EEXIST', 'ENOENT')) throw thrown
  }
}

function isUsed(folder: string): boolean {
  const own = path.join(folder, uses)
  // On a disk that is anybody's a link there leads elsewhere, and none of it is ours.
  const marks = lstatSync(own, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(own) : []
  return marks.some((name) => {
    const owner = processOfName(name)
    return owner !== undefined && isAlive(owner)
  })
}

/** What something else is mounted on, or what must not be changed, stays as it is. */
function moveAside(place: string, aside: string, id: BundleId): void {
  try {
    renameSync(place, aside)
  } catch (thrown) {
    if (!isErrno(thrown, 'EBUSY', 'EPERM')) throw thrown
    throw bundlesMessages.inUse({ bundle: bundleText(id) }, { cause: thrown })
  }
}

/** AppError "locked" while something reads it, "not-found". Other bundles keep all that they have. */
export async function removeBundle(stateFolder: string, id: BundleId): Promise<void> {
  const place = bundleFolder(stateFolder, id)
  const aside = path.join(path.dirname(place), ownName(deleting))
  findBundle(stateFolder, id)
  // First: whoever begins to read it now finds that it is gone.
  moveAside(place, aside, id)
  const giveBack = (details: string) => {
    renameSync(aside, place)
    return bundlesMessages.inUse({ bundle: bundleText(id) }, { details })
  }
  if (isUsed(aside)) throw giveBack('')
  const complaints = await removeSubvolumes(aside)
  if (subvolumesIn(aside).length > 0) throw giveBack(complaints)
  await removeOwn(aside)
  removeEmpty(path.dirname(place))
}

/** What is kept of it is on the disk, and where it is too. AppError "locked" while something reads it. */
export async function removeTree(stateFolder: string, id: BundleId): Promise<void> {
  const place = treeOf(stateFolder, id)
  const folder = bundleFolder(stateFolder, id)
  const aside = path.join(folder, ownName(leaving))
  // First: whoever begins to read it now finds that it is put away.
  renameSync(place, aside)
  const giveBack = (details: string) => {
    renameSync(aside, place)
    return bundlesMessages.inUse({ bundle: bundleText(id) }, { details })
  }
  if (isUsed(folder)) throw giveBack('')
  const { complaints } = await deleteSubvolumes([aside])
  if (existsSync(aside)) throw giveBack(complaints)
  removeState(provenState(stateFolder, id).path)
}
