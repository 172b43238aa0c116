/**
 * Large files that begin as what this laptop has of them, so that only what differs is sent. What was fetched before can be
 * anything that another user's home has had, links to anywhere among it: nothing is written through one.
 */
import { closeSync, constants, lstatSync, mkdirSync, openSync, rmSync, type Stats } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { bufferFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { setNocow } from '../../../tools/files/lsattr.ts'
import type { RunOptions } from '../../../tools/run.ts'

export interface Seed {
  /** In the tree that they are taken from. */
  readonly from: BytePath
  /** Where the file is to be. */
  readonly to: BytePath
}

/** `into` is a folder that root alone can reach. What is there already stays. Shares contents where it can. */
export async function seedFiles(
  { root, seeds, into }: { readonly root: string; readonly seeds: readonly Seed[]; readonly into: string },
  { signal }: RunOptions,
): Promise<void> {
  for (const { from, to } of seeds) {
    signal?.throwIfAborted()
    makeFolders(into, to)
    const [source, target] = [placeIn(root, from), placeIn(into, to)]
    if (statAt(target) === undefined && statAt(source)?.isFile() === true) {
      await copyFile(source, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
    }
  }
}

export interface WantedSeed {
  readonly path: BytePath
  readonly isFolder: boolean
}

/**
 * Folders, and files without contents, that are written in place instead of copied on write: what is written into them is so too,
 * and shares its blocks with what it becomes. What `root` has is not among them: it stays as it is.
 */
export async function seedNocow(
  { root, wanted, into }: { readonly root: string; readonly wanted: readonly WantedSeed[]; readonly into: string },
  options: RunOptions,
): Promise<void> {
  const made: BytePath[] = []
  for (const { path, isFolder } of wanted) {
    if (statAt(placeIn(root, path)) !== undefined) continue
    makeFolders(into, isFolder ? `${path}/` : path)
    const place = placeIn(into, path)
    if (!isFolder && statAt(place) !== undefined) continue
    if (!isFolder) closeSync(openSync(place, 'wx', 0o600))
    made.push(path)
  }
  await setNocow({ root: into, paths: made }, options)
}

/** What stands in the way and is no folder goes: it is fetched again if it is wanted. */
function makeFolders(into: string, path: BytePath): void {
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    const folder = placeIn(into, path.slice(0, at))
    const stat = statAt(folder)
    if (stat?.isDirectory() === true) continue
    if (stat !== undefined) rmSync(folder)
    mkdirSync(folder, { mode: 0o700 })
  }
}

function statAt(place: Buffer): Stats | undefined {
  try {
    return lstatSync(place, { throwIfNoEntry: false })
  } catch (error) {
    if (isErrno(error, 'ENOTDIR')) return undefined
    throw error
  }
}

function placeIn(root: string, path: BytePath): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), bufferFromBytePath(path)])
}
