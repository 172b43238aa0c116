/**
 * Small files that must be whole after a crash: written beside their place, flushed, renamed over it, and the folder
 * flushed too. Synchronous on purpose: reading, changing and writing in one go cannot interleave with another answer of
 * the same program.
 */
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'

/** Writes `text` to `file` (folder 0700 where it is missing). Before it returns, it is on the disk. */
export function writeDurably(file: string, text: string | Uint8Array, mode = 0o600): void {
  const folder = path.dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeWhole(file, text, mode)
  flushFolder(folder)
}

/** Never half of it; its name is on the disk once the folder is, or the file system as a whole. The folder is there. */
export function writeWhole(file: string, text: string | Uint8Array, mode = 0o600): void {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.new`)
  try {
    writeFlushed(beside, text, mode)
    renameSync(beside, file)
  } catch (error) {
    // With a full disk not even an empty one is left lying about.
    rmSync(beside, { force: true })
    throw error
  }
}

/** Never half of it, with the owner and the mode that the file has. On the disk when it returns. */
export function replaceKeepingRights(file: string, content: string | Uint8Array): void {
  const { uid, gid, mode } = statSync(file)
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.new`)
  try {
    writeFlushed(beside, content)
    chownSync(beside, uid, gid)
    chmodSync(beside, mode & 0o7777)
    renameSync(beside, file)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
  flushFolder(path.dirname(file))
}

/** What programs that were killed while they wrote left beside the places of their files. */
export function removeUnfinished(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const [, writer] = /^\..+\.(\d+)\.new$/.exec(name) ?? []
    if (writer !== undefined && !existsSync(`/proc/${writer}`)) rmSync(path.join(folder, name), { force: true })
  }
}

/** A new file that everybody may read, mode 0644: never half of it, and on the disk when it returns. Nothing is replaced. */
export function writeForAll(file: string, content: string | Uint8Array): void {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.new`)
  try {
    writeFlushed(beside, content, 0o644)
    linkSync(beside, file)
  } finally {
    rmSync(beside, { force: true })
  }
  flushFolder(path.dirname(file))
}

interface Owner {
  readonly uid: number
  readonly gid: number
}

/**
 * Writes a file that is not there yet, or replaces a leftover of this program, and flushes it; not the folder. Whoever may write into the
 * folder cannot have something else written, or given its owner and mode.
 */
export function writeFlushed(
  file: string,
  content: string | Uint8Array | Iterable<Uint8Array>,
  mode = 0o600,
  owner?: Owner,
): void {
  rmSync(file, { force: true })
  const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants
  const descriptor = openSync(file, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600)
  try {
    const isWhole = typeof content === 'string' || content instanceof Uint8Array
    for (const piece of isWhole ? [content] : content) writeFileSync(descriptor, piece)
    if (owner !== undefined) fchownSync(descriptor, owner.uid, owner.gid)
    fchmodSync(descriptor, mode)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

export function flushFolder(folder: string): void {
  flush(folder, constants.O_DIRECTORY)
}

export function flushFile(file: string): void {
  flush(file, constants.O_NOFOLLOW)
}

function flush(path: string, flags: number): void {
  const descriptor = openSync(path, constants.O_RDONLY | flags)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
