/**
 * A mirror: the one folder that our Syncthing sees. Root's alone, at a constant path (it stands in the unit), and everything
 * in it is a regular file named by the checksum of its contents. So nothing in it has a name, an owner or a mode that could
 * be carried wrongly, other contents are another name, and whoever reads it sees whether it is right.
 */
import { openFile } from '../../../tools/files/safe-path.ts'
import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { hashBytes, hashFile } from '../../../tools/files/hash-file.ts'
import type { SyncFolder } from '../verbs.ts'

/** Syncthing takes nothing for deleted while it is missing. */
export const markerName = '.stfolder'

export function mirrorFolder(stateFolder: string, folder: SyncFolder): string {
  return path.join(stateFolder, folder, 'mirror')
}

/** Harmless when it is there. */
export function makeMirror(mirror: string): void {
  mkdirSync(path.join(mirror, markerName), { recursive: true, mode: 0o700 })
}

/** A descriptor to read from, from its beginning, which whoever opens it closes; or the contents themselves. */
export type OpenContents = () => number | Buffer

/**
 * Makes it hold exactly these contents, by their names. `anew`: written again even if they are right, so that Syncthing
 * takes them for newer than whatever the other laptop has.
 *
 * @returns Names that came, were written again or went. @throws Error when contents are not what their name says.
 */
export function renewMirror(
  mirror: string,
  contents: ReadonlyMap<string, OpenContents>,
  anew: ReadonlySet<string>,
): readonly string[] {
  makeMirror(mirror)
  const there = namesIn(mirror)
  const gone = there.filter((name) => !contents.has(name))
  removeContents(mirror, gone)
  const come = [...contents].filter(([name]) => anew.has(name) || !there.includes(name) || !isRight(mirror, name))
  for (const [name, open] of come) writeContents(mirror, name, open)
  return [...gone.filter(isContentName), ...come.map(([name]) => name)]
}

/** Nothing of the person's stays in it. Syncthing sees that when it looks again. Harmless when there is none. */
export function emptyMirror(mirror: string): void {
  if (existsSync(mirror)) removeContents(mirror, namesIn(mirror))
}

/**
 * Hands over what is there under this name, piece by piece, and tells whether all of it together was what the name says: only
 * then it may be used. False too when there is nothing.
 */
export function readContents(mirror: string, name: string, take: (piece: Buffer) => void): boolean {
  const descriptor = openFile(path.join(mirror, name))
  if (descriptor === undefined) return false
  try {
    return hashFile(descriptor, take) === name
  } finally {
    closeSync(descriptor)
  }
}

/** Something that is not what its name says. */
export function removeContents(mirror: string, names: readonly string[]): void {
  for (const name of names) rmSync(path.join(mirror, name), { recursive: true, force: true })
}

function isRight(mirror: string, name: string): boolean {
  return readContents(mirror, name, () => undefined)
}

function writeContents(mirror: string, name: string, open: OpenContents): void {
  const place = path.join(mirror, name)
  const beside = path.join(mirror, `.${name}.new`)
  const source = open()
  try {
    rmSync(beside, { recursive: true, force: true })
    const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants
    const target = openSync(beside, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600)
    try {
      const take = (piece: Buffer): void => writeAll(target, piece)
      const found = typeof source === 'number' ? hashFile(source, take) : hashWhole(source, take)
      if (found !== name) throw new Error(`${name} was to be written, and ${found} was read`)
      fsyncSync(target)
    } finally {
      closeSync(target)
    }
  } finally {
    if (typeof source === 'number') closeSync(source)
  }
  renameSync(beside, place)
}

function hashWhole(contents: Buffer, take: (piece: Buffer) => void): string {
  take(contents)
  return hashBytes(contents)
}

export function writeAll(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done)
}

function isContentName(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name)
}

function namesIn(mirror: string): readonly string[] {
  return readdirSync(mirror).filter((name) => name !== markerName)
}
