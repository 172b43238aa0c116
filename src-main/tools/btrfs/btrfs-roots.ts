/**
 * The tree in which btrfs keeps what it knows of its subvolumes (linux/btrfs_tree.h: ROOT_ITEM, ROOT_BACKREF), read as
 * bytes: a name can be anything and forge nothing.
 */
import { bytePathFromBuffer, bytePathFromText, type BytePath } from '../../kernel/byte-path.ts'
import { ioctl, type IoctlCall, type IoctlOptions } from './btrfs-ioctl.ts'
import {
  parseItems,
  readNumber,
  readUuid,
  searchCall,
  searchHead,
  searchItemHead,
  type FoundItems,
  type ItemKey,
} from './btrfs-search.ts'
import { unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface Root {
  readonly id: number
  readonly uuid: string | undefined
  readonly parentUuid: string | undefined
  /** Of the subvolume on another file system that this was received of. */
  readonly receivedUuid: string | undefined
  readonly generation: number
  readonly readOnly: boolean
  /** Taken of another subvolume on this disk. */
  readonly isSnapshot: boolean
  readonly createdMs: number
  /** Undefined for the top level, and for one that is deleted and not yet cleaned up. */
  readonly link: RootLink | undefined
}

export interface RootLink {
  /** The subvolume in whose tree its name is; 5 is the top level. */
  readonly parentId: number
  /** The inode number of the folder that has the name. */
  readonly folderInode: number
  readonly name: BytePath
}

export const topLevelId = 5
const firstFreeId = 256
/** Inode number of the root folder of each subvolume. */
export const rootFolderInode = 256
/** What is above belongs to btrfs itself. */
const lastFreeId = 2 ** 48

/** In the tree of roots. */
export const itemTypes = { rootItem: 132, rootBackref: 144 }
/** Larger than any item; with this much room left, nothing was left out for want of it. */
const mostItemBytes = 65_536

/** One question is enough for some two thousand subvolumes; what stays empty of it is not sent. */
const leastBytes = 2 ** 20
const mostBytes = 2 ** 23

/** All subvolumes, by id, without the top level. */
export async function readRoots(place: BytePath, options: IoctlOptions): Promise<readonly Root[]> {
  const roots = new Map<number, Omit<Root, 'link'>>()
  const links = new Map<number, RootLink>()
  let after: ItemKey = { id: firstFreeId, type: 0, offset: 0 }
  for (let bytes = leastBytes; ; bytes = Math.min(bytes * 8, mostBytes)) {
    const { items, last, usedBytes } = await search(place, after, bytes, options)
    for (const { key, data } of items) {
      if (key.type === itemTypes.rootItem) roots.set(key.id, parseRootItem(key, data))
      if (key.type === itemTypes.rootBackref) links.set(key.id, parseBackref(key, data))
    }
    if (last === undefined) break
    after = { ...last, offset: last.offset + 1 }
    if (bytes - usedBytes > mostItemBytes + searchItemHead) break
  }
  return [...roots.values()].map((root) => ({ ...root, link: links.get(root.id) }))
}

/** As many answers as it needs, however many subvolumes there are: it and those that it is in. Empty when there is none. */
export async function readRootUpwards(
  place: BytePath,
  id: number,
  options: IoctlOptions,
): Promise<ReadonlyMap<number, Root>> {
  const roots = new Map<number, Root>()
  for (let at = id; at !== topLevelId && !roots.has(at);) {
    const root = await readRoot(place, at, options)
    if (root === undefined) break
    roots.set(at, root)
    if (root.link === undefined) break
    at = root.link.parentId
  }
  return roots
}

/** Undefined when there is none with this id. */
export async function readRoot(place: BytePath, id: number, options: IoctlOptions): Promise<Root | undefined> {
  const call = searchTreeOfRoots(
    { id, type: itemTypes.rootItem, offset: 0 },
    { id, type: itemTypes.rootBackref },
    mostItemBytes,
  )
  const { items } = parseItems(await ioctl(place, call, options), Object.values(itemTypes))
  const item = items.find(({ key }) => key.type === itemTypes.rootItem)
  const link = items.find(({ key }) => key.type === itemTypes.rootBackref)
  if (item === undefined) return undefined
  return { ...parseRootItem(item.key, item.data), link: link && parseBackref(link.key, link.data) }
}

/** The tree in which subvolumes are found by their UUID, which is the key of an item: BTRFS_UUID_KEY_SUBVOL. */
const uuidTree = { number: 9, type: 251 }

/** The id of the subvolume with this UUID; undefined when there is none. */
export async function findRootId(place: BytePath, uuid: string, options: IoctlOptions): Promise<number | undefined> {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex')
  const key = { id: bytes.readBigUInt64LE(0), type: uuidTree.type }
  const offset = bytes.readBigUInt64LE(8)
  const call = searchCall({ tree: uuidTree.number, from: { ...key, offset }, to: key, bytes: mostItemBytes })
  const answer = await ioctl(place, call, options)
  const isFound = answer.readUInt32LE(64) > 0 && answer.readBigUInt64LE(searchHead + 16) === offset
  return isFound ? readNumber(answer, searchHead + searchItemHead) : undefined
}

async function search(place: BytePath, from: ItemKey, bytes: number, options: IoctlOptions): Promise<FoundItems> {
  const to = { id: lastFreeId, type: itemTypes.rootBackref }
  return parseItems(await ioctl(place, searchTreeOfRoots(from, to, bytes), options), Object.values(itemTypes))
}

/** In the tree of roots, which has the number 1. */
function searchTreeOfRoots(from: ItemKey, to: Pick<ItemKey, 'id' | 'type'>, bytes: number): IoctlCall {
  return searchCall({ tree: 1, from: { ...from, offset: BigInt(from.offset) }, to, bytes })
}

/** The folder of the tree of roots, in which one entry is called "default", and what an entry is (BTRFS_DIR_ITEM_KEY). */
const rootFolder = { id: 6, type: 84 }
const nameAt = 30

/** The subvolume that is mounted when nobody names one; 5 is the top level. */
export async function readDefaultSubvolume(place: string, options: RunOptions): Promise<number> {
  const call = searchTreeOfRoots({ ...rootFolder, offset: 0 }, rootFolder, mostItemBytes)
  const title = titles.findDefaultSubvolume({})
  return parseDefault(await ioctl(bytePathFromText(place), call, { ...options, title }))
}

export function parseDefault(answer: Buffer): number {
  const entry = answer.subarray(
    searchHead + searchItemHead,
    searchHead + searchItemHead + answer.readUInt32LE(searchHead + 28),
  )
  if (answer.readUInt32LE(64) !== 1 || entry.toString('latin1', nameAt) !== 'default')
    throw unreadableAnswer('btrfs', 'no default subvolume')
  return readNumber(entry, 0)
}

/** Older kernels wrote 239 bytes, without UUIDs; and one that wrote again over newer ones left them invalid. */
const newItemBytes = 439

export function parseRootItem({ id, offset }: ItemKey, data: Buffer): Omit<Root, 'link'> {
  const generation = readNumber(data, 160)
  const isNew = data.length >= newItemBytes && readNumber(data, 239) === generation
  return {
    id,
    uuid: isNew ? readUuid(data, 247) : undefined,
    parentUuid: isNew ? readUuid(data, 263) : undefined,
    receivedUuid: isNew ? readUuid(data, 279) : undefined,
    generation,
    readOnly: (data.readUInt32LE(208) & 1) === 1,
    isSnapshot: offset !== 0,
    createdMs: isNew ? readNumber(data, 339) * 1000 : 0,
  }
}

function parseBackref({ offset }: ItemKey, data: Buffer): RootLink {
  const length = data.readUInt16LE(16)
  return {
    parentId: offset,
    folderInode: readNumber(data, 0),
    name: bytePathFromBuffer(data.subarray(18, 18 + length)),
  }
}
