/** A file, folder or anything else in one of the two trees that are compared, as the disk tells it. */
import { lstatSync } from 'node:fs'
import { bufferFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'

export type EntryType = 'file' | 'folder' | 'link' | 'other'

export interface Facts {
  readonly type: EntryType
  readonly bytes: number
  /** With the kind of file in its upper bits (inode(7)). */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly changedMs: number
  readonly ctimeNs: bigint
  readonly ino: number
  /**
   * Which file it is, whatever its names: inode numbers are given out again after a restart, moments of birth are not.
   * A snapshot keeps both.
   */
  readonly identity: string
  readonly names: number
  readonly device: string
}

export interface TreeEntry {
  /** From the root of the tree; empty for the root itself. */
  readonly path: BytePath
  readonly parent: TreeEntry | undefined
  readonly facts: Facts
  readonly children: Map<BytePath, TreeEntry>
}

/** A nested subvolume's place in a snapshot of the one around it: an empty folder that is not really there. */
export const placeholderInode = 2

const formatBits = 0o170000
const folderBits = 0o040000
const fileBits = 0o100000
const linkBits = 0o120000

/** Undefined when there is nothing of that path. `root` is absolute. */
export function readFacts(root: string, path: BytePath): Facts | undefined {
  const stat = lstatSync(placeOf(root, path), { bigint: true, throwIfNoEntry: false })
  if (stat === undefined) return undefined
  const mode = Number(stat.mode)
  const type = typeOf(mode)
  return {
    type,
    // What btrfs calls the size of a folder says nothing to anybody.
    bytes: type === 'folder' ? 0 : Number(stat.size),
    mode,
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    changedMs: Number(stat.mtimeMs),
    ctimeNs: stat.ctimeNs,
    ino: Number(stat.ino),
    identity: `${stat.ino}:${stat.birthtimeNs}`,
    names: Number(stat.nlink),
    device: type === 'other' ? `${mode & formatBits}:${stat.rdev}` : '',
  }
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

export function addEntry(parent: TreeEntry, name: BytePath, facts: Facts): TreeEntry {
  const entry: TreeEntry = { path: pathBelow(parent.path, name), parent, facts, children: new Map() }
  parent.children.set(name, entry)
  return entry
}
