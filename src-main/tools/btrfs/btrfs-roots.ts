/**
 * The tree in which btrfs keeps what it knows of its subvolumes (linux/btrfs_tree.h: ROOT_ITEM, ROOT_BACKREF), read as
 * bytes: a name can be anything and forge nothing.
 */
import { bytePathFromBuffer, bytePathFromText, type BytePath } from '../../kernel/byte-path.ts'
import { ioctl, ioctlNumber, ioctls, padded, type IoctlCall, type IoctlOptions } from './btrfs-ioctl.ts'
import { unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface Root {
  readonly id: number
  readonly uuid: string | undefined
  readonly parentUuid: string | undefined
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
/** What is above belongs to btrfs itself. */
const lastFreeId = 2 ** 48

const itemTypes = { rootItem: 132, rootBackref: 144 }
/** Of the answer of TREE_SEARCH_V2, and of each item in it. */
export const searchHead = 112
export const searchItemHead = 32
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

interface ItemKey {
  readonly id: number
  readonly type: number
  readonly offset: number
}

interface Item {
  readonly key: ItemKey
  readonly data: Buffer
}

interface FoundItems {
  readonly items: readonly Item[]
  readonly last: ItemKey | undefined
  readonly usedBytes: number
}

async function search(place: BytePath, from: ItemKey, bytes: number, options: IoctlOptions): Promise<FoundItems> {
  const to = { id: lastFreeId, type: itemTypes.rootBackref }
  return parseItems(await ioctl(place, searchTreeOfRoots(from, to, bytes), options))
}

interface Search {
  /** Number of a tree; 0 is the subvolume that is asked. */
  readonly tree: number
  readonly from: { readonly id: number; readonly type: number; readonly offset: bigint }
  readonly to: Pick<ItemKey, 'id' | 'type'>
  /** Room for the answer. */
  readonly bytes: number
}

/** TREE_SEARCH_V2 (linux/btrfs.h): the items between two keys, in their order, as many as there is room for. */
export function searchCall({ tree, from, to, bytes }: Search): IoctlCall {
  const argument = Buffer.alloc(searchHead)
  argument.writeBigUInt64LE(BigInt(tree), 0)
  argument.writeBigUInt64LE(BigInt(from.id), 8)
  argument.writeBigUInt64LE(BigInt(to.id), 16)
  argument.writeBigUInt64LE(from.offset, 24)
  argument.writeBigUInt64LE(2n ** 64n - 1n, 32)
  argument.writeBigUInt64LE(2n ** 64n - 1n, 48)
  argument.writeUInt32LE(from.type, 56)
  argument.writeUInt32LE(to.type, 60)
  argument.writeUInt32LE(0xffff_ffff, 64)
  argument.writeBigUInt64LE(BigInt(bytes), 104)
  const size = searchHead + bytes
  return { number: ioctlNumber('both', 17, searchHead), size, wanted: size, argument }
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

/** Answer of TREE_SEARCH_V2; items of other kinds lie between those asked for, and the last one may be of any kind. */
export function parseItems(answer: Buffer): FoundItems {
  const count = answer.readUInt32LE(64)
  const items: Item[] = []
  let last: ItemKey | undefined
  let at = searchHead
  for (let n = 0; n < count; n += 1) {
    if (at + searchItemHead > answer.length) throw unreadableAnswer('btrfs', `${count} items in ${answer.length} bytes`)
    const type = answer.readUInt32LE(at + 24)
    const length = answer.readUInt32LE(at + 28)
    const isWanted = type === itemTypes.rootItem || type === itemTypes.rootBackref
    if (isWanted || n === count - 1) {
      last = { id: readNumber(answer, at + 8), type, offset: readNumber(answer, at + 16) }
      if (isWanted) items.push({ key: last, data: answer.subarray(at + searchItemHead, at + searchItemHead + length) })
    }
    at += searchItemHead + length
  }
  return { items, last, usedBytes: at - searchHead }
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

export function readNumber(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32
}

/** Undefined for none: all zeros. */
export function readUuid(bytes: Buffer, at: number): string | undefined {
  const hex = bytes.toString('hex', at, at + 16)
  if (hex === noUuid) return undefined
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const noUuid = '0'.repeat(32)

/**
 * Paths from the top level, "@home/alice/projects", of as many as asked; one that is gone meanwhile is not in the answer.
 * `roots` are all there are.
 */
export async function findRootPaths(
  place: BytePath,
  wanted: readonly Root[],
  roots: ReadonlyMap<number, Root>,
  options: IoctlOptions,
): Promise<ReadonlyMap<number, BytePath>> {
  const folders = await findFolders(place, withAncestors(wanted, roots), options)
  const paths = new Map<number, BytePath>()
  for (const { id } of wanted) {
    const path = pathOf(id, roots, folders)
    if (path !== undefined) paths.set(id, path)
  }
  return paths
}

function withAncestors(wanted: readonly Root[], roots: ReadonlyMap<number, Root>): readonly RootLink[] {
  const links = new Map<number, RootLink>()
  for (const root of wanted) {
    let each: Root | undefined = root
    while (each?.link !== undefined && !links.has(each.id)) {
      links.set(each.id, each.link)
      each = roots.get(each.link.parentId)
    }
  }
  return [...links.values()]
}

const folderKey = ({ parentId, folderInode }: RootLink) => `${parentId} ${folderInode}`

/** "alice/" for the folder of a name within its subvolume, "" for that subvolume's root folder. */
async function findFolders(
  place: BytePath,
  links: readonly RootLink[],
  options: IoctlOptions,
): Promise<ReadonlyMap<string, BytePath>> {
  const asked = new Map(links.map((link) => [folderKey(link), link]))
  const folders = new Map<string, BytePath>()
  for (const [key, { folderInode }] of asked) if (folderInode === firstFreeId) folders.set(key, '')
  const calls = [...asked].filter(([key]) => !folders.has(key))
  if (calls.length === 0) return folders
  const answers = await ioctls(
    place,
    calls.map(([, { parentId, folderInode }]) => lookUpFolder(parentId, folderInode)),
    options,
  )
  answers.forEach(({ errno, bytes }, index) => {
    const [key] = calls[index] ?? []
    // Gone meanwhile, or a path longer than the kernel tells: the caller does without.
    if (errno === 0 && key !== undefined) folders.set(key, parseLookUp(bytes))
  })
  return folders
}

const lookUpBytes = 4096

export function lookUpFolder(treeId: number, inode: number) {
  const argument = Buffer.alloc(16)
  argument.writeBigUInt64LE(BigInt(treeId), 0)
  argument.writeBigUInt64LE(BigInt(inode), 8)
  return { number: ioctlNumber('both', 18, lookUpBytes), size: lookUpBytes, wanted: lookUpBytes, argument }
}

export function parseLookUp(bytes: Buffer): BytePath {
  const name = padded(bytes, lookUpBytes).subarray(16)
  return bytePathFromBuffer(name.subarray(0, name.indexOf(0)))
}

function pathOf(
  id: number,
  roots: ReadonlyMap<number, Root>,
  folders: ReadonlyMap<string, BytePath>,
): BytePath | undefined {
  const parts: BytePath[] = []
  for (let at = id; at !== topLevelId;) {
    const link = roots.get(at)?.link
    const folder = link === undefined ? undefined : folders.get(folderKey(link))
    // Deeper than any disk: somebody moves subvolumes into one another while we look.
    if (link === undefined || folder === undefined || parts.length > 1000) return undefined
    parts.unshift(`${folder}${link.name}`)
    at = link.parentId
  }
  return parts.join('/')
}
