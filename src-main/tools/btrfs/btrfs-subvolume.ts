/** Looking at subvolumes and taking read-only snapshots of them: what btrfs-subvolume(8) does, asked directly. */
import { statfsSync, statSync, type PathLike, type Stats } from 'node:fs'
import path from 'node:path'
import { bufferFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import { errnos, ioctl, ioctlError, ioctlNumber, placeOf, type IoctlOptions } from './btrfs-ioctl.ts'
import { findRootPaths, lookUpFolder } from './btrfs-paths.ts'
import { findRootId, readRoot, readRoots, readRootUpwards, topLevelId, type Root } from './btrfs-roots.ts'
import { readNumber, readUuid } from './btrfs-search.ts'
import { unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

const btrfsMagic = 0x9123683e
/** The root folder of every subvolume has this inode number. */
const subvolumeInode = 256

export function isOnBtrfs(path: PathLike): boolean {
  return statfsSync(path).type === btrfsMagic
}

/** Whether the folder is the root of a subvolume; follows a link at the end of `path`. */
export function isSubvolume(path: PathLike): boolean {
  return hasSubvolumeInode(statSync(path)) && isOnBtrfs(path)
}

/** For what is known to be on btrfs: asking each for its file system takes longer than all else. */
export function hasSubvolumeInode(stat: Stats): boolean {
  return stat.isDirectory() && stat.ino === subvolumeInode
}

export interface SubvolumeFacts {
  readonly uuid: string
  /** Of the subvolume that this is a snapshot of. */
  readonly parentUuid: string | undefined
  readonly readOnly: boolean
}

export async function showSubvolume(place: string, options: RunOptions): Promise<SubvolumeFacts> {
  const { uuid, parentUuid, readOnly } = await showLineage(place, options)
  return { uuid, parentUuid, readOnly }
}

/** `place` is anywhere on the file system. AppError "tool-failed" when there is no such subvolume. */
export async function showSubvolumeById(id: number, place: string, options: RunOptions): Promise<SubvolumeFacts> {
  const title = titles.inspectSubvolume({ name: String(id) })
  const root = await readRoot(placeOf(place), id, { ...options, title })
  if (root?.uuid === undefined || root.link === undefined) throw ioctlError(errnos.ENOENT, title, placeOf(place))
  return { uuid: root.uuid, parentUuid: root.parentUuid, readOnly: root.readOnly }
}

export interface SubvolumeLineage {
  readonly uuid: string
  readonly parentUuid: string | undefined
  /** Grows with every change of the tree, also of one that is read-only again, and when a snapshot is taken of it. */
  readonly generation: string
  /** Grows with every change of something in it, and with nothing else (`ctransid`). */
  readonly changed: string
  /** What `changed` was when this was made: below it, something was written since, or shared into (`otransid`). */
  readonly made: string
  /** Of the subvolume on another file system that this was received of. */
  readonly receivedUuid: string | undefined
  readonly readOnly: boolean
  /** To the second. */
  readonly createdMs: number
}

/** GET_SUBVOL_INFO (linux/btrfs.h). `place` is the root folder of the subvolume. */
/** The name under which `send` sends it: of one that was itself received, that of the first. */
export const sentAs = ({ receivedUuid, uuid }: SubvolumeLineage): string => receivedUuid ?? uuid

export async function showLineage(place: string, options: RunOptions): Promise<SubvolumeLineage> {
  const title = titles.inspectSubvolume({ name: place })
  const call = { number: ioctlNumber('read', 60, infoBytes), size: infoBytes, wanted: infoBytes }
  const answer = await ioctl(placeOf(place), call, { ...options, title })
  if (!hasSubvolumeInode(statSync(place))) throw ioctlError(errnos.EINVAL, title, placeOf(place))
  return parseSubvolumeInfo(answer)
}

const infoBytes = 504

export function parseSubvolumeInfo(answer: Buffer): SubvolumeLineage {
  const uuid = readUuid(answer, 296)
  if (uuid === undefined) throw unreadableAnswer('btrfs', 'a subvolume without a UUID')
  return {
    uuid,
    parentUuid: readUuid(answer, 312),
    generation: String(readNumber(answer, 280)),
    changed: String(readNumber(answer, 344)),
    made: String(readNumber(answer, 352)),
    receivedUuid: readUuid(answer, 328),
    readOnly: (answer.readUInt32LE(288) & 1) === 1,
    createdMs: readNumber(answer, 392) * 1000,
  }
}

/** The one with this UUID on the file system of `place`; undefined when there is none. */
export async function findLineage(
  uuid: string,
  place: string,
  options: RunOptions,
): Promise<Omit<SubvolumeLineage, 'changed' | 'made' | 'receivedUuid'> | undefined> {
  const titled = { ...options, title: titles.findSubvolume({}) }
  const id = await findRootId(placeOf(place), uuid, titled)
  const root = id === undefined ? undefined : await readRoot(placeOf(place), id, titled)
  if (root?.link === undefined) return undefined
  const { parentUuid, generation, readOnly, createdMs } = root
  return { uuid, parentUuid, generation: String(generation), readOnly, createdMs }
}

export interface ListedSubvolume {
  readonly id: number
  /** The subvolume in whose tree it is; 5 is the top level. */
  readonly parentId: number
}

/** All subvolumes of the file system. */
export async function listSubvolumes(place: string, options: RunOptions): Promise<readonly ListedSubvolume[]> {
  return (await list(place, options)).map(({ id, parentId }) => ({ id, parentId }))
}

export async function listReadOnlyIds(place: string, options: RunOptions): Promise<ReadonlySet<number>> {
  return new Set((await list(place, options)).flatMap(({ id, readOnly }) => (readOnly ? [id] : [])))
}

/** Without those that are deleted and not yet cleaned up. */
async function list(place: string, options: RunOptions): Promise<readonly (Root & ListedSubvolume)[]> {
  const roots = await readRoots(placeOf(place), { ...options, title: titles.listSubvolumes({}) })
  return roots.flatMap((root) => (root.link === undefined ? [] : [{ ...root, parentId: root.link.parentId }]))
}

/** The path of a subvolume from the top level of its file system, "@home/alice/projects"; undefined when it is gone. */
export async function resolveSubvolume(id: number, place: string, options: RunOptions): Promise<BytePath | undefined> {
  if (id === topLevelId) return ''
  const titled = { ...options, title: titles.findNamedSubvolume({ name: String(id) }) }
  const roots = await readRootUpwards(placeOf(place), id, titled)
  const root = roots.get(id)
  return root === undefined ? undefined : (await findRootPaths(placeOf(place), [root], roots, titled)).get(id)
}

export interface PlacedSubvolume extends ListedSubvolume {
  readonly readOnly: boolean
  /** From the top level of the file system. */
  readonly path: BytePath
}

/** All of the file system, with their places. */
export async function listPlacedSubvolumes(place: string, options: RunOptions): Promise<readonly PlacedSubvolume[]> {
  const all = await list(place, options)
  const titled = { ...options, title: titles.listSubvolumes({}) }
  const paths = await findRootPaths(placeOf(place), all, new Map(all.map((root) => [root.id, root])), titled)
  return all.flatMap(({ id, parentId, readOnly }) => {
    const path = paths.get(id)
    return path === undefined ? [] : [{ id, parentId, readOnly, path }]
  })
}

/** The id of the subvolume that holds `place`. */
export async function readSubvolumeId(place: string, options: RunOptions): Promise<number> {
  const call = { ...lookUpFolder(0, subvolumeInode), wanted: 16 }
  return readNumber(
    await ioctl(placeOf(place), call, { ...options, title: titles.findSubvolumeOf({ name: place }) }),
    0,
  )
}

/**
 * `to` must not exist. The kernel makes it by committing a transaction: when this returns, the snapshot is on the disk, and
 * so are all names that were made on this file system before it.
 */
export async function snapshotReadOnly(from: string, to: string, options: RunOptions): Promise<void> {
  await takeSnapshot({ from, to, flags: readOnlyFlag }, { ...options, title: titles.takeSnapshot({ name: from }) })
}

/** The same, but what is taken can be changed. */
export async function snapshotWritable(from: string, to: string, options: RunOptions): Promise<void> {
  await takeSnapshot({ from, to, flags: 0 }, { ...options, title: titles.copySubvolume({ name: from }) })
}

interface NewSnapshot {
  readonly from: string
  readonly to: string
  readonly flags: number
}

/** SNAP_CREATE_V2 (linux/btrfs.h). */
async function takeSnapshot({ from, to, flags }: NewSnapshot, options: IoctlOptions): Promise<void> {
  const argument = Buffer.concat([Buffer.alloc(56), nameIn(to)])
  argument.writeUInt32LE(flags, 16)
  const opened = { path: bufferFromBytePath(placeOf(from)), isFolder: true }
  const call = { number: ioctlNumber('write', 23, argumentBytes), size: argumentBytes, argument, opened }
  await ioctl(placeOf(path.dirname(to)), call, { ...options, folderOnly: true, changesDisk: true })
}

const argumentBytes = 4096
const readOnlyFlag = 2

function nameIn(place: string): Buffer {
  const name = bufferFromBytePath(placeOf(path.basename(place)))
  if (name.length === 0 || name.length > 255) throw new Error(`not the name of a snapshot: ${place}`)
  return name
}

/** SUBVOL_CREATE (linux/btrfs.h): an empty one. `place` must not exist. */
export async function createSubvolume(place: string, options: RunOptions): Promise<void> {
  const argument = Buffer.concat([Buffer.alloc(8), nameIn(place)])
  const call = { number: ioctlNumber('write', 14, argumentBytes), size: argumentBytes, argument }
  await ioctl(placeOf(path.dirname(place)), call, {
    ...options,
    title: titles.createSubvolume({ name: place }),
    folderOnly: true,
    changesDisk: true,
  })
}

/** SUBVOL_SETFLAGS (linux/btrfs.h). The caller has made it and knows that nobody needs it to be otherwise. */
export async function setReadOnly(place: string, readOnly: boolean, options: RunOptions): Promise<void> {
  const argument = Buffer.alloc(8)
  argument.writeUInt32LE(readOnly ? readOnlyFlag : 0, 0)
  const call = { number: ioctlNumber('write', 26, 8), size: 8, argument }
  const title = titles.closeSubvolume({ name: place })
  await ioctl(placeOf(place), call, { ...options, title, folderOnly: true, changesDisk: true })
}

/** After it, what was done before survives a power loss. */
export async function syncFileSystem(place: string, options: RunOptions): Promise<void> {
  const call = { number: ioctlNumber('none', 8, 0), size: 0 }
  await ioctl(placeOf(place), call, { ...options, title: titles.sync({}) })
}
