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

function openFile(leaf: Buffer): number | undefined {
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

/** The same for many paths, quickest in their order: the folder of the last one stays open. */
export interface Inside {
  open(path: BytePath): number | undefined
  stat(path: BytePath): BigIntStats | undefined
  /** Where a link leads; undefined for anything else or nothing. */
  target(path: BytePath): BytePath | undefined
  /** Must be called at the end. */
  close(): void
}

export function lookInside(root: string): Inside {
  let held: { readonly folder: BytePath; readonly descriptor: number | undefined } | undefined
  const close = (): void => {
    if (held?.descriptor !== undefined) closeSync(held.descriptor)
    held = undefined
  }
  const at = <T>(path: BytePath, use: (leaf: Buffer) => T): T | undefined => {
    const end = path.lastIndexOf('/')
    const folder = path.slice(0, Math.max(0, end))
    if (held?.folder !== folder) {
      close()
      held = { folder, descriptor: openFolderInside(root, folder) }
    }
    if (held.descriptor === undefined) return undefined
    return use(Buffer.from(`/proc/self/fd/${held.descriptor}/${path.slice(end + 1)}`, 'latin1'))
  }
  return {
    open: (path) => at(path, openFile),
    stat: (path) => at(path, statFile),
    target: (path) => at(path, readTarget),
    close,
  }
}

export interface FolderEntry {
  readonly name: BytePath
  readonly isFolder: boolean
  readonly isFile: boolean
  /** A socket or a device. */
  readonly isSpecial: boolean
}

export function readFolderInside(root: string, path: BytePath): readonly FolderEntry[] {
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
  let open = openSync(root, O_RDONLY | O_DIRECTORY)
  for (const name of names) {
    const next = Buffer.from(`/proc/self/fd/${open}/${name}`, 'latin1')
    const outer = open
    try {
      const inner = ifThere(() => openSync(next, O_RDONLY | O_DIRECTORY | O_NOFOLLOW))
      if (inner === undefined) return undefined
      open = inner
    } finally {
      closeSync(outer)
    }
  }
  return open
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
