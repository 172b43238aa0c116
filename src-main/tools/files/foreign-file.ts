/**
 * The one way in which root reads a file that somebody else can write: in a home, on a disk, in a place. No link is followed below `root`,
 * a FIFO or a device is not opened, no more than `mostBytes` is taken, and nothing changes there.
 */
import { closeSync, constants, fstatSync, lstatSync, readSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { BytePath } from '../../kernel/byte-path.ts'
import { isErrno } from '../../kernel/errno.ts'
import { atParent, openFile } from './safe-path.ts'

export type ForeignFile =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'absent' | 'not-a-file' | 'too-large' }
  /** What the disk does not give is there. */
  | { readonly kind: 'unreadable'; readonly cause: Error }

const pieceBytes = 64 * 1024

/** `root` is ours, or a place where something is mounted. */
export function readForeign(root: string, path: BytePath, mostBytes: number): ForeignFile {
  return reading(root, path, (descriptor) => {
    const bytes = readUpTo(descriptor, mostBytes + 1)
    return bytes.length > mostBytes ? { kind: 'too-large' } : { kind: 'read', bytes }
  })
}

/** No more than its first `bytes`, whatever follows. */
export function readForeignBeginning(root: string, path: BytePath, bytes: number): ForeignFile {
  return reading(root, path, (descriptor) => ({ kind: 'read', bytes: readUpTo(descriptor, bytes) }))
}

/** Undefined where there is no file of that size. What cannot be read is thrown. */
export function bytesOf(file: ForeignFile): Buffer | undefined {
  if (file.kind === 'unreadable') throw file.cause
  return file.kind === 'read' ? file.bytes : undefined
}

/** Undefined where there is none; empty, which nothing takes for contents, for anything else than a file of that size. */
export function textOf(file: ForeignFile): string | undefined {
  return file.kind === 'absent' ? undefined : (bytesOf(file)?.toString('utf8') ?? '')
}

function reading(root: string, path: BytePath, read: (descriptor: number) => ForeignFile): ForeignFile {
  try {
    return atParent(root, path, (leaf) => readAt(leaf, read)) ?? { kind: 'absent' }
  } catch (thrown) {
    // The root itself is away.
    if (isErrno(thrown, 'ENOENT', 'ENOTDIR', 'ELOOP')) return { kind: 'absent' }
    if (isErrno(thrown, ...unreadable)) return { kind: 'unreadable', cause: thrown }
    throw thrown
  }
}

function readAt(leaf: Buffer, read: (descriptor: number) => ForeignFile): ForeignFile {
  const stat = lstatSync(leaf, { throwIfNoEntry: false })
  if (stat === undefined) return { kind: 'absent' }
  // Before it is opened: opening a device may do something by itself.
  const descriptor = stat.isFile() ? openFile(leaf) : undefined
  if (descriptor === undefined) return { kind: 'not-a-file' }
  try {
    return read(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

const unreadable = ['EIO', 'EUCLEAN', 'EACCES', 'EPERM', 'ESTALE', 'ENOTCONN', 'ETIMEDOUT', 'ENAMETOOLONG']

/** Whatever its size was said to be. */
function readUpTo(descriptor: number, mostBytes: number): Buffer {
  const pieces: Buffer[] = []
  let left = mostBytes
  // Most are small; one that says to be large is believed in pieces.
  for (let next = Math.min(pieceBytes, fstatSync(descriptor).size + 1); left > 0; next = pieceBytes) {
    const piece = Buffer.allocUnsafe(Math.min(next, left))
    const count = readSync(descriptor, piece, 0, piece.length, null)
    if (count === 0) break
    pieces.push(piece.subarray(0, count))
    left -= count
  }
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces)
}

/** For more than one reading, or writing: `flags` as in open(2). An error of system call where it is a link, or no file. */
export async function openForeign(file: string, flags = constants.O_RDONLY): Promise<FileHandle> {
  const handle = await open(file, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  const stat = await handle.stat().catch(() => undefined)
  if (stat?.isFile() === true) return handle
  await handle.close()
  throw Object.assign(new Error(`EINVAL: not a file, ${file}`), { code: 'EINVAL' })
}
