/**
 * Where bundles lie: `bundles/NAME/VERSION/` in the state folder, root's alone, each with a read-only subvolume `NAME-VERSION`. What is
 * being made stands beside it under a name with a dot, and is renamed when it is whole: there is no half of one. One without its subvolume
 * is put away: `kept/` has its lists.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, type Dirent } from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { bundlePartSchema, type BundleId } from '../../../contract/bundles-calls.ts'
import { isErrno } from '../../../kernel/errno.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { deleteSubvolumes } from '../../../tools/btrfs/btrfs-delete.ts'
import { hasSubvolumeInode, snapshotReadOnly, startSync, syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { recallState, removeState, writeState } from '../../../tools/files/state-file.ts'
import { identifyThisProcess, isAlive, nameOfProcess, processOfName } from '../../../tools/proc/process-identity.ts'
import { bundlesMessages } from '../messages.ts'
import {
  bundleText,
  elsewhereSchema,
  provenSchema,
  type BundleElsewhere,
  type BundleFacts,
  type BundleHead,
  type ProvenBundle,
  type WantedBundle,
} from '../schemas.ts'
import { headName, readHead } from './bundle-lists.ts'

export const bundlesFolder = (stateFolder: string): string => path.join(stateFolder, 'bundles')

export const bundleFolder = (stateFolder: string, { name, version }: BundleId): string =>
  path.join(bundlesFolder(stateFolder), name, version)

const treeName = ({ name, version }: BundleId): string => `${name}-${version}`

/** The subvolume: `bundle.json`, `entries.jsonl` and `files/`. */
export const treeOf = (stateFolder: string, id: BundleId): string =>
  path.join(bundleFolder(stateFolder, id), treeName(id))

/** `bundle.json` and `entries.jsonl` of one that is put away. They stay when it is brought back: they cannot become others. */
export const keptOf = (stateFolder: string, id: BundleId): string => path.join(bundleFolder(stateFolder, id), 'kept')

export const filesOf = (tree: string): string => path.join(tree, 'files')

export const isThere = (stateFolder: string, id: BundleId): boolean => existsSync(bundleFolder(stateFolder, id))

export const isPutAway = (stateFolder: string, id: BundleId): boolean =>
  !existsSync(treeOf(stateFolder, id)) && existsSync(keptOf(stateFolder, id))

/** By name, of each the newest first. One whose description cannot be read is known to be damaged. */
export function readBundles(stateFolder: string): readonly BundleFacts[] {
  const found = foldersIn(bundlesFolder(stateFolder)).flatMap((name) =>
    foldersIn(path.join(bundlesFolder(stateFolder), name)).flatMap((version) =>
      readOne(stateFolder, { name, version }),
    ),
  )
  return found.toSorted((one, other) => orderOf(one).localeCompare(orderOf(other)) || (newer(one, other) ? -1 : 1))
}

const orderOf = ({ head }: BundleFacts): string => head.bundle.name
const newer = (one: BundleFacts, other: BundleFacts): boolean => one.head.madeAt > other.head.madeAt

function readOne(stateFolder: string, id: BundleId): readonly BundleFacts[] {
  const isAway = isPutAway(stateFolder, id)
  const place = isAway ? keptOf(stateFolder, id) : treeOf(stateFolder, id)
  const away = isAway ? { isAway } : {}
  const head = readHeadOf(place, id)
  if (head === undefined) return existsSync(place) ? [{ ...unreadable(place, id), ...away }] : []
  const proven = isAway ? undefined : recallState(provenState(stateFolder, id))
  const elsewhere = recallState(elsewhereState(stateFolder, id))
  const known = {
    ...(proven === undefined ? {} : { proven }),
    ...(elsewhere === undefined ? {} : { elsewhere }),
  }
  return [{ head, place, ...known, ...away }]
}

/** What the disk cannot read must not hide the others. */
function readHeadOf(place: string, id: BundleId): BundleHead | undefined {
  try {
    const head = readHead(place)
    return head !== undefined && bundleText(head.bundle) === bundleText(id) ? head : undefined
  } catch (thrown) {
    if (isErrno(thrown, 'EIO', 'EUCLEAN')) return undefined
    throw thrown
  }
}

/** It can be deleted and verified. No list of files has this digest, so nothing is read from it. */
function unreadable(place: string, bundle: BundleId): BundleFacts {
  const at = lstatSync(place).mtime.toISOString()
  const nothing = { sources: [], leftOut: [], files: 0, bytes: 0, madeOn: '', digest: '0'.repeat(64) }
  return { place, head: { version: 1, bundle, madeAt: at, ...nothing }, proven: { version: 1, at, isRight: false } }
}

/** AppError "not-found". */
export function findBundle(stateFolder: string, { name, version }: WantedBundle): BundleFacts {
  const all = version === undefined ? readBundles(stateFolder) : readOne(stateFolder, { name, version })
  const found = all.find(({ head }) => head.bundle.name === name)
  if (found === undefined)
    throw bundlesMessages.noBundle({ bundle: version === undefined ? name : `${name}:${version}` })
  return found
}

/** Names that are names of bundles or versions. */
function foldersIn(folder: string): readonly string[] {
  const isOne = (entry: Dirent) => entry.isDirectory() && bundlePartSchema.safeParse(entry.name).success
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (isOne(entry) ? [entry.name] : []))
}

const provenState = (stateFolder: string, id: BundleId): StateText<ProvenBundle> => ({
  path: path.join(bundleFolder(stateFolder, id), 'proven.json'),
  schema: provenSchema,
  without: bundlesMessages.withoutProof({}),
})

export function noteProven(stateFolder: string, id: BundleId, isRight: boolean): void {
  writeState(provenState(stateFolder, id), { version: 1, at: new Date().toISOString(), isRight })
}

const elsewhereState = (stateFolder: string, id: BundleId): StateText<BundleElsewhere> => ({
  path: path.join(bundleFolder(stateFolder, id), 'places.json'),
  schema: elsewhereSchema,
  without: bundlesMessages.withoutProof({}),
})

/** It was read on that disk just now, and is right. */
export function noteElsewhere(stateFolder: string, id: BundleId, place: string): void {
  changeElsewhere(stateFolder, id, (known) => ({
    places: { ...known.places, [place]: new Date().toISOString() },
    damaged: without(known.damaged, place),
  }))
}

/** What was proven of that disk is true no more. */
export function noteDamagedElsewhere(stateFolder: string, id: BundleId, place: string): void {
  changeElsewhere(stateFolder, id, (known) => ({
    places: without(known.places, place),
    damaged: { ...known.damaged, [place]: new Date().toISOString() },
  }))
}

/** All of it was read on the other laptop then, and was right. */
export function noteOnLaptop(stateFolder: string, id: BundleId, laptop: string, at: string): void {
  changeElsewhere(stateFolder, id, (known) => ({ laptops: { ...known.laptops, [laptop]: at } }))
}

function changeElsewhere(
  stateFolder: string,
  id: BundleId,
  change: (known: BundleElsewhere) => Partial<BundleElsewhere>,
): void {
  const state = elsewhereState(stateFolder, id)
  const known = recallState(state) ?? { version: 1, places: {} }
  writeState(state, { ...known, ...change(known) })
}

const without = (places: Readonly<Record<string, string>> = {}, gone: string): Record<string, string> =>
  Object.fromEntries(Object.entries(places).filter(([name]) => name !== gone))

const making = '.making-'
const deleting = '.deleting-'
/** Within the folder of a version: what is put away, and its lists in the making. */
const leaving = '.leaving-'
export const keeping = '.keeping-'

export const ownName = (prefix: string): string => `${prefix}${nameOfProcess(identifyThisProcess())}.${randomUUID()}`

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
  if (!isDeepStrictEqual(readHead(tree), readHead(keptOf(stateFolder, id))))
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

/** Harmless when it is gone. */
export async function dropDraft({ folder }: Pick<Draft, 'folder'>): Promise<void> {
  if (!existsSync(folder)) return
  await removeSubvolumes(folder)
  if (subvolumesIn(folder).length > 0) return
  rmSync(folder, { recursive: true, force: true })
  removeEmpty(path.dirname(folder))
}

/** A name of which there is no version left. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch (thrown) {
    if (!isErrno(thrown, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) throw thrown
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
    for (const left of readdirSync(own).filter((one) => one.startsWith(making) || one.startsWith(deleting)))
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
    if (left.startsWith(keeping)) rmSync(at, { recursive: true, force: true })
    if (!left.startsWith(leaving)) continue
    const place = treeOf(stateFolder, id)
    if (existsSync(place) || readHeadOf(keptOf(stateFolder, id), id) !== undefined) await deleteSubvolumes([at])
    else renameSync(at, place)
  }
}

const uses = 'uses'

/** While something reads it, nobody deletes it. */
export async function whileUsed<T>(stateFolder: string, id: BundleId, work: () => Promise<T>): Promise<T> {
  findBundle(stateFolder, id)
  const folder = path.join(bundleFolder(stateFolder, id), uses)
  const mark = path.join(folder, `${nameOfProcess(identifyThisProcess())}.${randomUUID()}`)
  try {
    for (const one of [folder, mark]) makeFolder(one)
    if (isPutAway(stateFolder, id)) throw bundlesMessages.putAway({ bundle: bundleText(id) })
    if (!existsSync(treeOf(stateFolder, id))) throw bundlesMessages.noBundle({ bundle: bundleText(id) })
    return await work()
  } finally {
    rmSync(mark, { recursive: true, force: true })
  }
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
  const marks = existsSync(path.join(folder, uses)) ? readdirSync(path.join(folder, uses)) : []
  return marks.some((name) => {
    const owner = processOfName(name)
    return owner !== undefined && isAlive(owner)
  })
}

/** AppError "locked" while something reads it, "not-found". Other bundles keep all that they have. */
export async function removeBundle(stateFolder: string, id: BundleId): Promise<void> {
  const place = bundleFolder(stateFolder, id)
  const aside = path.join(path.dirname(place), ownName(deleting))
  findBundle(stateFolder, id)
  // First: whoever begins to read it now finds that it is gone.
  renameSync(place, aside)
  const giveBack = (details: string) => {
    renameSync(aside, place)
    return bundlesMessages.inUse({ bundle: bundleText(id) }, { details })
  }
  if (isUsed(aside)) throw giveBack('')
  const complaints = await removeSubvolumes(aside)
  if (subvolumesIn(aside).length > 0) throw giveBack(complaints)
  rmSync(aside, { recursive: true, force: true })
  removeEmpty(path.dirname(place))
  await startSync(bundlesFolder(stateFolder), {})
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
  await startSync(folder, {})
}
