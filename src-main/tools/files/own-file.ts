/**
 * Files that only root can write, or whoever runs this: the system's, the kernel's, and our own. What somebody else can write is read by
 * foreign-file.ts alone.
 */
import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readdirSync,
  type Dirent,
  type ReadStream,
} from 'node:fs'
import { isErrno } from '../../kernel/errno.ts'

const { O_NONBLOCK, O_RDONLY } = constants

/** null(4), which is how settings of a program are masked: nothing. */
const nullDevice = 0x103

/** A link is followed. An error of system call (errno(3)) where there is none, or something else than a file. */
export function openOwn(file: string | Buffer): number {
  const descriptor = openPlace(file)
  const stat = fstatSync(descriptor)
  if (stat.isFile() || (stat.isCharacterDevice() && stat.rdev === nullDevice)) return descriptor
  closeSync(descriptor)
  const code = stat.isDirectory() ? 'EISDIR' : 'EINVAL'
  throw Object.assign(new Error(`${code}: not a file, ${String(file)}`), { code })
}

/** Also of a folder, or a device. What has got there in spite of all keeps nobody waiting. */
export function openPlace(place: string | Buffer): number {
  return openSync(place, O_RDONLY | O_NONBLOCK)
}

export function readOwn(file: string): Buffer {
  return readOpened(openOwn(file))
}

/** All of what is open, which is closed. */
export function readOpened(descriptor: number): Buffer {
  try {
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

export function readOwnText(file: string, encoding: BufferEncoding = 'utf8'): string {
  return readOwn(file).toString(encoding)
}

/** Undefined when there is no such file. Any other failure is thrown. */
export function ownIfThere(file: string): Buffer | undefined {
  try {
    return readOwn(file)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  }
}

/** The same, as text. */
export const readIfThere = (file: string, encoding: BufferEncoding = 'utf8'): string | undefined =>
  ownIfThere(file)?.toString(encoding)

/** Whatever it is, a link that leads nowhere too. Where the disk does not tell, that is an error, and not the same as nothing. */
export function isThere(place: string): boolean {
  try {
    return lstatSync(place, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    if (isErrno(error, 'ENOTDIR')) return false
    throw error
  }
}

interface Streaming {
  readonly signal?: AbortSignal | undefined
}

/** In pieces. Closes itself. */
export function streamOwn(file: string, options: Streaming = {}): ReadStream {
  return streamOpened(openOwn(file), options)
}

/** Of what is open, which is closed at the end. */
export function streamOpened(descriptor: number, { signal }: Streaming = {}): ReadStream {
  return createReadStream('', { fd: descriptor, autoClose: true, ...(signal === undefined ? {} : { signal }) })
}

/** What is in a folder that may not be there: then nothing. */
export function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}

/** The names in a folder, sorted; none where there is no folder. What is no folder is an error. */
export function sortedNamesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}
