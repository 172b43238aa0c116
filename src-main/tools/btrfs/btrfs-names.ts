/**
 * Every name of a file that has several, by its inode number (linux/btrfs_tree.h: INODE_REF, INODE_EXTREF): btrfs keeps
 * them beside the inode, so that nothing else has to be looked at. Names are read as bytes and can be anything.
 */
import { bytePathFromBuffer, type BytePath } from '../../kernel/byte-path.ts'
import { ioctlError, ioctls, placeOf, type IoctlCall } from './btrfs-ioctl.ts'
import { lookUpFolder, parseLookUp } from './btrfs-paths.ts'
import { rootFolderInode } from './btrfs-roots.ts'
import { readNumber, searchCall, searchHead, searchItemHead } from './btrfs-search.ts'
import { unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

const itemTypes = { inodeRef: 12, inodeExtref: 13 } as const
/** Enough for most; a longer item (up to the size of a node, 64 KiB) is an EOVERFLOW and gets the larger one. */
const sizes = { first: 4096, further: 80 * 1024 }
const EOVERFLOW = 75
const atOnce = 500

/** One name: what it is called in which folder of the same subvolume. */
export interface NameInFolder {
  readonly folder: number
  readonly name: BytePath
}

interface NameOfInode extends NameInFolder {
  readonly inode: number
}

interface Place {
  readonly inode: number
  readonly type: number
  /** As it stands in the key: a number of 64 bits, which a double does not hold. */
  readonly offset: bigint
}

/** Paths from `root`, the root folder of a subvolume, of all files with these inode numbers in it. */
export async function readNames(
  root: string,
  inodes: ReadonlySet<number>,
  options: RunOptions,
): Promise<readonly BytePath[]> {
  return [...(await readNamesByInode(root, inodes, options)).values()].flat()
}

/** The same by inode number; one that the subvolume does not have is not among them. */
export async function readNamesByInode(
  root: string,
  inodes: ReadonlySet<number>,
  options: RunOptions,
): Promise<ReadonlyMap<number, readonly BytePath[]>> {
  const names: NameOfInode[] = []
  let asked: readonly Place[] = [...inodes].map((inode) => ({ inode, type: itemTypes.inodeRef, offset: 0n }))
  for (let bytes = sizes.first; asked.length > 0; bytes = sizes.further)
    asked = await askFurther(root, { asked, bytes }, (name) => names.push(name), options)
  const folders = await readFolders(root, new Set(names.map(({ folder }) => folder)), options)
  const paths = new Map<number, BytePath[]>()
  for (const { inode, folder, name } of names) {
    const found = paths.get(inode) ?? []
    found.push(`${folders.get(folder) ?? ''}${name}`)
    paths.set(inode, found)
  }
  return paths
}

/** Gives the places to go on from: where something was found there may be more, until nothing is found. */
async function askFurther(
  root: string,
  { asked, bytes }: { readonly asked: readonly Place[]; readonly bytes: number },
  tell: (name: NameOfInode) => void,
  options: RunOptions,
): Promise<readonly Place[]> {
  const further: Place[] = []
  const calls = asked.map(({ inode, type, offset }) =>
    searchCall({ tree: 0, from: { id: inode, type, offset }, to: { id: inode, type: itemTypes.inodeExtref }, bytes }),
  )
  await askAll(root, calls, options, (errno, answer, index) => {
    const place = asked[index]
    if (place === undefined) throw unreadableAnswer('btrfs', 'more answers than questions')
    if (errno === EOVERFLOW && bytes < sizes.further) further.push(place)
    else if (errno !== 0) throw ioctlError(errno, title, placeOf(root))
    else {
      const { names, last } = parseNames(answer)
      names.forEach((name) => tell({ ...name, inode: place.inode }))
      if (last !== undefined) further.push({ inode: place.inode, type: last.type, offset: last.offset + 1n })
    }
  })
  return further
}

const title = titles.findOtherNames({})

async function askAll(
  root: string,
  calls: readonly IoctlCall[],
  options: RunOptions,
  tell: (errno: number, bytes: Buffer, index: number) => void,
): Promise<void> {
  for (let at = 0; at < calls.length; at += atOnce) {
    const answers = await ioctls(placeOf(root), calls.slice(at, at + atOnce), { ...options, title, folderOnly: true })
    answers.forEach(({ errno, bytes }, index) => tell(errno, bytes, at + index))
  }
}

/** "alice/" for a folder, "" for the root. */
async function readFolders(
  root: string,
  inodes: ReadonlySet<number>,
  options: RunOptions,
): Promise<ReadonlyMap<number, BytePath>> {
  const inner = [...inodes].filter((inode) => inode !== rootFolderInode)
  const folders = new Map<number, BytePath>()
  const calls = inner.map((inode) => lookUpFolder(0, inode))
  await askAll(root, calls, options, (errno, bytes, index) => {
    if (errno !== 0) throw ioctlError(errno, title, placeOf(root))
    folders.set(inner[index] ?? 0, parseLookUp(bytes))
  })
  return folders
}

export interface FoundNames {
  readonly names: readonly NameInFolder[]
  readonly last: Omit<Place, 'inode'> | undefined
}

/** Answer of TREE_SEARCH_V2 for the items of one inode; zeros at its end may be missing. */
export function parseNames(answer: Buffer): FoundNames {
  const names: NameInFolder[] = []
  let last: FoundNames['last']
  let at = searchHead
  for (let left = answer.readUInt32LE(64); left > 0; left -= 1) {
    if (at + searchItemHead > answer.length) throw unreadableAnswer('btrfs', `an answer of ${answer.length} bytes`)
    const type = answer.readUInt32LE(at + 24)
    last = { type, offset: answer.readBigUInt64LE(at + 16) }
    const data = answer.subarray(at + searchItemHead, at + searchItemHead + answer.readUInt32LE(at + 28))
    names.push(...(type === itemTypes.inodeRef ? parseRefs(data, Number(last.offset)) : parseExtrefs(data)))
    at += searchItemHead + data.length
  }
  return { names, last }
}

/** Index (le64), length of the name (le16), name; several when a folder has several names of the file. */
export function parseRefs(data: Buffer, folder: number): readonly NameInFolder[] {
  const names: NameInFolder[] = []
  for (let at = 0; at < data.length;) {
    const { name, end } = nameAt(data, at + 8)
    names.push({ folder, name })
    at = end
  }
  return names
}

/** Folder (le64), index (le64), length of the name (le16), name. */
export function parseExtrefs(data: Buffer): readonly NameInFolder[] {
  const names: NameInFolder[] = []
  for (let at = 0; at < data.length;) {
    const { name, end } = nameAt(data, at + 16)
    names.push({ folder: readNumber(data, at), name })
    at = end
  }
  return names
}

function nameAt(data: Buffer, at: number): { readonly name: BytePath; readonly end: number } {
  const end = at + 2 > data.length ? Infinity : at + 2 + data.readUInt16LE(at)
  if (end > data.length || end === at + 2) throw unreadableAnswer('btrfs', 'a name that is cut off')
  return { name: bytePathFromBuffer(data.subarray(at + 2, end)), end }
}
