/**
 * Root in a tree that the person can write: every folder on the way is opened without following a link, through the
 * descriptor of the one before (proc(5), /proc/self/fd; openat(2) is not in Node). What is swapped meanwhile makes the
 * next step fail instead of leading elsewhere.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  type BigIntStats,
} from 'node:fs'
import { bytePathFromBuffer, type BytePath } from '../../kernel/byte-path.ts'
import { isErrno } from '../../kernel/errno.ts'

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants

/** Hands `use` a path for the last name that leads through the open parent. Undefined when a folder is missing or a link. */
export function atParent<T>(root: string, path: BytePath, use: (leaf: Buffer) => T): T | undefined {
  const names = path.split('/')
  const leaf = names.pop() ?? ''
  const parent = openFolder(root, names)
  if (parent === undefined) return undefined
  try {
    return use(Buffer.from(`/proc/self/fd/${parent}/${leaf}`, 'latin1'))
  } finally {
    closeSync(parent)
  }
}

/** A descriptor of a regular file for reading; undefined for anything else or nothing. Never waits for a FIFO. */
export function openInside(root: string, path: BytePath): number | undefined {
  return atParent(root, path, openFile)
}

export function statInside(root: string, path: BytePath): BigIntStats | undefined {
  return atParent(root, path, statFile)
}

/** A descriptor of what the last name of a path stands for, as `openInside` gives it: the folders on the way are ours. */
export function openFile(leaf: string | Buffer): number | undefined {
  const descriptor = ifThere(() => openSync(leaf, O_RDONLY | O_NOFOLLOW | O_NONBLOCK))
  if (descriptor === undefined) return undefined
  if (fstatSync(descriptor).isFile()) return descriptor
  closeSync(descriptor)
  return undefined
}

function statFile(leaf: Buffer): BigIntStats | undefined {
  return ifThere(() => lstatSync(leaf, { bigint: true }))
}

function readTarget(leaf: Buffer): BytePath | undefined {
  const target = ifThere(() => readlinkSync(leaf, { encoding: 'buffer' }), 'EINVAL')
  return target === undefined ? undefined : bytePathFromBuffer(target)
}

/** The same for many paths, quickest in their order: the folders around the last one stay open. */
export interface Inside {
  open(path: BytePath): number | undefined
  stat(path: BytePath): BigIntStats | undefined
  /** Where a link leads; undefined for anything else or nothing. */
  target(path: BytePath): BytePath | undefined
  /** Must be called at the end. */
  close(): void
}

export function lookInside(root: string): Inside {
  const way = openWay(root)
  let folder: BytePath | undefined
  let descriptor: number | undefined
  const at = <T>(path: BytePath, use: (leaf: Buffer) => T): T | undefined => {
    const end = path.lastIndexOf('/')
    const wanted = path.slice(0, Math.max(0, end))
    if (folder !== wanted) {
      folder = undefined
      descriptor = way.enter(wanted === '' ? [] : wanted.split('/'))
      folder = wanted
    }
    if (descriptor === undefined) return undefined
    return use(Buffer.from(`/proc/self/fd/${descriptor}/${path.slice(end + 1)}`, 'latin1'))
  }
  return {
    open: (path) => at(path, openFile),
    stat: (path) => at(path, statFile),
    target: (path) => at(path, readTarget),
    close() {
      folder = undefined
      way.close()
    },
  }
}

interface OpenFolder {
  readonly name: string
  readonly descriptor: number
}

/** So many folders, one inside the other, stay open at most: below them each is opened for the next one alone. */
const keptOpen = 32

/** The folders from the root to where was looked last: of the next way only the rest is opened. */
function openWay(root: string) {
  const way: OpenFolder[] = []
  let below: number | undefined
  const leave = (depth: number): void => {
    if (below !== undefined) closeSync(below)
    below = undefined
    for (const { descriptor } of way.splice(depth).reverse()) closeSync(descriptor)
  }
  return {
    /** Undefined when a folder is missing or a link. */
    enter(names: readonly string[]): number | undefined {
      const same = way.slice(1).findIndex(({ name }, index) => name !== names[index])
      leave(same === -1 ? way.length : same + 1)
      let [last] = way.slice(-1)
      if (last === undefined) way.push((last = { name: '', descriptor: openSync(root, O_RDONLY | O_DIRECTORY) }))
      for (const name of names.slice(way.length - 1, keptOpen)) {
        const descriptor = openNext(last.descriptor, name)
        if (descriptor === undefined) return undefined
        way.push((last = { name, descriptor }))
      }
      if (names.length <= keptOpen) return last.descriptor
      below = openWithin(last.descriptor, names.slice(keptOpen))
      return below
    },
    close: () => leave(0),
  }
}

export interface OpenedFolderEntry {
  readonly name: BytePath
  readonly isFolder: boolean
  readonly isFile: boolean
  /** A socket or a device. */
  readonly isSpecial: boolean
}

export function readFolderInside(root: string, path: BytePath): readonly OpenedFolderEntry[] {
  const descriptor = openFolder(root, path.split('/'))
  if (descriptor === undefined) return []
  try {
    const entries = readdirSync(`/proc/self/fd/${descriptor}`, { withFileTypes: true, encoding: 'buffer' })
    return entries.map((entry) => ({
      name: bytePathFromBuffer(entry.name),
      isFolder: entry.isDirectory(),
      isFile: entry.isFile(),
      isSpecial: entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice(),
    }))
  } finally {
    closeSync(descriptor)
  }
}

/** A descriptor of the folder itself, "" for the root; undefined when it is missing, or any part of the way is no folder. */
export function openFolderInside(root: string, path: BytePath): number | undefined {
  return openFolder(root, path === '' ? [] : path.split('/'))
}

function openFolder(root: string, names: readonly string[]): number | undefined {
  const outer = openSync(root, O_RDONLY | O_DIRECTORY)
  if (names.length === 0) return outer
  try {
    return openWithin(outer, names)
  } finally {
    closeSync(outer)
  }
}

/** `folder` stays open. */
function openWithin(folder: number, names: readonly string[]): number | undefined {
  let open = folder
  for (const name of names) {
    const outer = open
    try {
      const inner = openNext(outer, name)
      if (inner === undefined) return undefined
      open = inner
    } finally {
      if (outer !== folder) closeSync(outer)
    }
  }
  return open
}

function openNext(folder: number, name: string): number | undefined {
  const place = Buffer.from(`/proc/self/fd/${folder}/${name}`, 'latin1')
  return ifThere(() => openSync(place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW))
}

const absences = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO', 'ENODEV']

/** Undefined when there is nothing, or something that cannot be opened as asked; any other failure is thrown. */
function ifThere<T>(ask: () => T, ...more: readonly string[]): T | undefined {
  try {
    return ask()
  } catch (error) {
    if (isErrno(error, ...absences, ...more)) {
      return undefined
    }
    throw error
  }
}

/** Opened folder by folder: a link on the way is none. */
export function isFolderInside(root: string, folder: BytePath): boolean {
  const descriptor = openFolderInside(root, folder)
  if (descriptor === undefined) return false
  closeSync(descriptor)
  return true
}
