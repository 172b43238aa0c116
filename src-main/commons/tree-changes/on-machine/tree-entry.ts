/** A file, folder or anything else in a tree that nobody can write to, as the disk tells it. */
import { lstatSync, readdirSync } from 'node:fs'
import { bufferFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'

export type EntryType = 'file' | 'folder' | 'link' | 'other'

export interface TreeEntryFacts {
  readonly type: EntryType
  readonly bytes: number
  /** With the kind of file in its upper bits (inode(7)). */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly changedMs: number
  /** To a quarter of a microsecond, as doubles have it. */
  readonly ctimeMs: number
  readonly bornMs: number
  readonly ino: number
  readonly names: number
  readonly device: string
}

export interface TreeEntry {
  /** From the root of the tree; empty for the root itself. */
  readonly path: BytePath
  readonly parent: TreeEntry | undefined
  readonly facts: TreeEntryFacts
  /** Of a folder. */
  readonly children: Map<BytePath, TreeEntry> | undefined
}

/** A nested subvolume's place in a snapshot of the one around it: an empty folder that is not really there. */
const placeholderInode = 2
/** The root folder of every subvolume. */
const subvolumeInode = 256

const formatBits = 0o170000
const folderBits = 0o040000
const fileBits = 0o100000
const linkBits = 0o120000
const socketBits = 0o140000
const deviceBits: ReadonlySet<number> = new Set([0o020000, 0o060000])

/**
 * Whether it is the same file, whatever its names. Inode numbers are reused after a restart, birth times are not. A
 * snapshot keeps both.
 */
export function isSameFile(one: TreeEntryFacts, other: TreeEntryFacts): boolean {
  return one.ino === other.ino && one.bornMs === other.bornMs && one.type === other.type
}

/** Undefined when there is nothing of that path. `root` is absolute. */
export function readFacts(root: string, path: BytePath): TreeEntryFacts | undefined {
  // Called hundreds of thousands of times: where possible a string, which costs a third of a Buffer.
  const place = isAscii(path) ? `${root}/${path}` : placeOf(root, path)
  const stat = lstatSync(place, { throwIfNoEntry: false })
  if (stat === undefined) return undefined
  const type = typeOf(stat.mode)
  return {
    type,
    // The size of a folder in btrfs means nothing to a person.
    bytes: type === 'folder' ? 0 : stat.size,
    mode: stat.mode,
    uid: stat.uid,
    gid: stat.gid,
    changedMs: stat.mtimeMs,
    ctimeMs: stat.ctimeMs,
    bornMs: stat.birthtimeMs,
    ino: stat.ino,
    names: stat.nlink,
    device: type === 'other' ? `${stat.mode & formatBits}:${stat.rdev}` : '',
  }
}

function isAscii(path: BytePath): boolean {
  // eslint-disable-next-line no-control-regex -- bytes, of which these are written the same way in UTF-8
  return /^[\u0000-\u007f]*$/.test(path)
}

function typeOf(mode: number): EntryType {
  const format = mode & formatBits
  if (format === fileBits) return 'file'
  if (format === folderBits) return 'folder'
  return format === linkBits ? 'link' : 'other'
}

export function placeOf(root: string, path: BytePath): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), bufferFromBytePath(path)])
}

export function nameOf(path: BytePath): BytePath {
  return path.slice(path.lastIndexOf('/') + 1)
}

export function pathBelow(folder: BytePath, name: BytePath): BytePath {
  return folder === '' ? name : `${folder}/${name}`
}

export function addEntry(parent: TreeEntry, name: BytePath, facts: TreeEntryFacts): TreeEntry {
  const entry: TreeEntry = { path: pathBelow(parent.path, name), parent, facts, children: childrenFor(facts) }
  parent.children?.set(name, entry)
  return entry
}

function childrenFor({ type }: TreeEntryFacts): Map<BytePath, TreeEntry> | undefined {
  return type === 'folder' ? new Map() : undefined
}

export function rootEntry(root: string): TreeEntry {
  const facts = readFacts(root, '')
  if (facts === undefined) throw new Error(`${root} is not there`)
  return { path: '', parent: undefined, facts, children: childrenFor(facts) }
}

export function isPlaceholder({ type, ino }: TreeEntryFacts): boolean {
  return type === 'folder' && ino === placeholderInode
}

/** What belongs to a machine, or to a program that runs. */
export function specialOf({ mode }: TreeEntryFacts): 'socket' | 'device' | undefined {
  const format = mode & formatBits
  if (format === socketBits) return 'socket'
  return deviceBits.has(format) ? 'device' : undefined
}

/** Where another subvolume is, or what a snapshot has in its place. */
export function isSubvolumePlace(facts: TreeEntryFacts): boolean {
  return isPlaceholder(facts) || (facts.type === 'folder' && facts.ino === subvolumeInode)
}

/** A character for each byte (latin1) is what a path is here, and costs less than a Buffer for each name. */
export function namesIn(root: string, folder: BytePath, which: 'all' | 'folders' = 'all'): readonly BytePath[] {
  const place = placeOf(root, folder)
  if (which === 'all') return readdirSync(place, { encoding: 'latin1' })
  return readdirSync(place, { encoding: 'latin1', withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
}
