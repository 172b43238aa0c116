/** Keeps the newest few results in files that only root can read. They are gone after a restart. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readOwn } from '../../../tools/files/own-file.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { setAside } from '../../../tools/files/set-aside.ts'
import { decodeResult, encodeResult, type ComparisonResult } from './result-layout.ts'

const mostFiles = 8
/** The folder is in memory on most laptops. */
const mostBytes = 96 * 1024 * 1024

export function resultsFolder(runFolder: string): string {
  return path.join(runFolder, 'compare')
}

export function writeResult(folder: string, result: ComparisonResult): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = fileOf(folder, result.header.compareId)
  const beside = `${file}.${process.pid}.new`
  writeFileSync(beside, Buffer.concat(encodeResult(result)), { mode: 0o600 })
  renameSync(beside, file)
  removeOld(folder, file)
}

/** Undefined when there is no valid result. Reading one makes it the newest. */
export function readResult(folder: string, compareId: string): ComparisonResult | undefined {
  const file = fileOf(folder, compareId)
  const bytes = readIfThere(file)
  const result = bytes === undefined ? undefined : decodeResult(bytes)
  if (result?.header.compareId !== compareId) {
    if (bytes !== undefined) setAside(file, `${file} cannot be read. The comparison is made again.`)
    return undefined
  }
  utimesSync(file, new Date(), new Date())
  return result
}

function fileOf(folder: string, compareId: string): string {
  return path.join(folder, `${compareId}.changes`)
}

function removeOld(folder: string, kept: string): void {
  const files = readdirSync(folder)
    .map((name) => path.join(folder, name))
    .map((file) => ({ file, stat: statSync(file, { throwIfNoEntry: false }) }))
    .sort((one, other) => (other.stat?.mtimeMs ?? 0) - (one.stat?.mtimeMs ?? 0))
  let bytes = 0
  for (const [index, { file, stat }] of files.entries()) {
    bytes += stat?.size ?? 0
    if (file !== kept && (index >= mostFiles || bytes > mostBytes)) rmSync(file, { force: true })
  }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readOwn(file)
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}
