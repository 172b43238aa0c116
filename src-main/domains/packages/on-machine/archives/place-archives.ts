/** Whether a file is the package that it is said to be: its size and SHA-256, which whoever needs it knows from signed lists. */
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, copyFile, lstat, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { streamOwn } from '../../../../tools/files/own-file.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { giveSignOfLife } from '../../../../tools/sign-of-life.ts'
import type { Archive } from '../../model.ts'

/** Those that are not in `folder`. What is there with other contents, as after a power cut, is removed. */
export async function findMissing(
  wanted: readonly Archive[],
  folder: string,
  signal: AbortSignal,
): Promise<readonly Archive[]> {
  const missing: Archive[] = []
  for (const archive of wanted) {
    const file = path.join(folder, archive.fileName)
    if (await isThis(file, archive, signal)) continue
    await rm(file, { recursive: true, force: true })
    missing.push(archive)
  }
  return missing
}

export interface TakenArchives {
  readonly taken: readonly Archive[]
  /** There, and something else. */
  readonly refused: readonly Archive[]
}

/** Copies those of `from` that are what they should be. `into` is root's: what is proven is the copy, which stays as it is. */
export async function takeArchives(
  wanted: readonly Archive[],
  from: string,
  into: string,
  signal: AbortSignal,
): Promise<TakenArchives> {
  const taken: Archive[] = []
  const refused: Archive[] = []
  for (const archive of wanted) {
    const outcome = await takeArchive(archive, from, into, signal)
    if (outcome === 'taken') taken.push(archive)
    if (outcome === 'refused') refused.push(archive)
  }
  return { taken, refused }
}

async function takeArchive(
  archive: Archive,
  from: string,
  into: string,
  signal: AbortSignal,
): Promise<'taken' | 'refused' | 'absent'> {
  const { fileName, bytes } = archive
  const file = path.join(from, fileName)
  const found = await lstat(file).catch(missingAsUndefined)
  if (found === undefined) return 'absent'
  if (!found.isFile() || found.size !== bytes) return 'refused'
  const beside = path.join(into, `.${fileName}.new`)
  try {
    await rm(beside, { force: true })
    await copyFile(file, beside, constants.COPYFILE_FICLONE)
    await chmod(beside, 0o644)
    if (!(await isThis(beside, archive, signal))) return 'refused'
    await rename(beside, path.join(into, fileName))
    return 'taken'
  } finally {
    await rm(beside, { force: true })
  }
}

async function isThis(file: string, { bytes, sha256 }: Archive, signal: AbortSignal): Promise<boolean> {
  const found = await lstat(file).catch(missingAsUndefined)
  if (found?.isFile() !== true || found.size !== bytes) return false
  return (await sha256Of(file, signal)) === sha256
}

/** In hexadecimal digits. */
export async function sha256Of(file: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of streamOwn(file, signal === undefined ? {} : { signal })) hash.update(piece as Buffer)
  giveSignOfLife()
  return hash.digest('hex')
}

/** Removes what is not wanted any more. */
export async function keepOnly(wanted: readonly Archive[], folder: string): Promise<void> {
  const names = new Set(wanted.map(({ fileName }) => fileName))
  const entries = await readdir(folder, { withFileTypes: true }).catch(missingAsUndefined)
  for (const entry of entries ?? []) {
    if (entry.isFile() && !names.has(entry.name)) await rm(path.join(folder, entry.name), { force: true })
  }
}

function missingAsUndefined(error: unknown): undefined {
  if (isErrno(error, 'ENOENT')) return undefined
  throw error
}
