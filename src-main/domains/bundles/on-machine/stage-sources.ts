/** Sources as they are, below a folder of ours: reflinks of a snapshot on the same disk, else what tar reads as the person. */
import { closeSync, openSync, renameSync, rmSync, unlinkSync, writeSync } from 'node:fs'
import path from 'node:path'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import type { Account } from '../../../tools/accounts/as-person.ts'
import { unpackTree } from '../../../tools/containers/volume-tree.ts'
import { copyInto } from '../../../tools/files/cp.ts'
import { openFolderInside } from '../../../tools/files/safe-path.ts'
import { packNamed, parseChanged } from '../../../tools/files/tar-named.ts'
import { setTimes } from '../../../tools/files/touch.ts'
import { findFacts } from '../../../tools/find/find-facts.ts'
import { run, type RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import { isSpecial, type HeldSource } from './sources.ts'

export interface StagedSources {
  /** Empty; gets an entry for each source. */
  readonly into: string
  /** For what is needed meanwhile. */
  readonly folder: string
  readonly person: Account
}

export async function stageSources(
  held: readonly HeldSource[],
  { into, folder, person }: StagedSources,
  options: RunOptions,
): Promise<void> {
  for (const [root, paths] of inSnapshots(held)) await copyInto({ root, paths, into }, options)
  for (const { source, root } of held.filter((one) => one.kind === 'snapshot' && one.path === ''))
    await copyTop(root, { into, name: source.name }, options)
  for (const one of held.filter(({ kind }) => kind === 'living')) await packInto(one, { into, folder, person }, options)
  if (held.some(({ entries }) => entries.some(isSpecial))) await removeSpecial(into, options)
}

/** Together: what has several names among them has several names in the bundle. */
function inSnapshots(held: readonly HeldSource[]): ReadonlyMap<string, readonly BytePath[]> {
  const byRoot = new Map<string, BytePath[]>()
  for (const { kind, root, path: within } of held)
    if (kind === 'snapshot' && within !== '') byRoot.set(root, [...(byRoot.get(root) ?? []), within])
  return byRoot
}

/** A subvolume becomes a folder. */
async function copyTop(
  root: string,
  { into, name }: { readonly into: string; readonly name: BytePath },
  options: RunOptions,
): Promise<void> {
  const parent = path.dirname(root)
  const last = path.basename(root)
  await copyInto({ root: parent, paths: [last], into }, options)
  renameSync(path.join(into, last), Buffer.concat([Buffer.from(`${into}/`), bufferFromBytePath(name)]))
}

async function packInto(
  { source, root, path: name }: HeldSource,
  { into, folder, person }: StagedSources,
  { signal }: RunOptions,
): Promise<void> {
  const archive = path.join(folder, 'archive')
  const file = openSync(archive, 'wx', 0o600)
  try {
    await packNamed({ folder: root, name, as: person }, { signal, onBytes: (piece) => writeAll(file, piece) })
    const asRoot: Parameters<typeof unpackTree>[0] = ({ words, ...command }, options) =>
      run({ ...command, argv: words, diesWithAgent: true }, options)
    await unpackTree(asRoot, { archive, folder: into }, { signal })
  } catch (thrown) {
    const changed = parseChanged(toAppError(thrown).details ?? '')
    if (changed === undefined) throw thrown
    throw bundlesMessages.sourceChanged({ path: changedText(source.given, changed) }, { cause: thrown })
  } finally {
    closeSync(file)
    rmSync(archive, { force: true })
  }
}

function writeAll(file: number, piece: Buffer): void {
  for (let at = 0; at < piece.length; at += writeSync(file, piece, at));
}

/** tar names it from the folder around the source. */
const changedText = (given: BytePath, changed: string): string =>
  path.join(path.dirname(textFromBytePath(given)), changed)

/** cp(1) copies sockets and devices too. The folders that they were in keep their times. */
async function removeSpecial(into: string, options: RunOptions): Promise<void> {
  const { entries } = await findFacts({ root: into, starts: [''] }, options)
  const gone = entries.filter(isSpecial).map((one) => one.path)
  for (const one of gone) unlinkSync(Buffer.concat([Buffer.from(`${into}/`), bufferFromBytePath(one)]))
  const folders = new Set(gone.map((one) => one.slice(0, Math.max(0, one.lastIndexOf('/')))))
  for (const { path: folder, modified } of entries.filter((one) => folders.has(one.path)))
    await setFolderTime(into, { folder, modified }, options)
}

/** `modified`: as find prints it. */
export async function setFolderTime(
  top: string,
  { folder, modified }: { readonly folder: BytePath; readonly modified: string },
  options: RunOptions,
): Promise<void> {
  const descriptor = openFolderInside(top, folder)
  if (descriptor === undefined) return
  try {
    // With the dot it is the folder and not the link of the kernel that is meant.
    await setTimes(`/proc/${process.pid}/fd/${descriptor}/.`, nanoseconds(modified), options)
  } finally {
    closeSync(descriptor)
  }
}

function nanoseconds(modified: string): bigint {
  const [seconds = '0', fraction = ''] = modified.replace('-', '').split('.')
  const whole = BigInt(`${seconds}${fraction.slice(0, 9).padEnd(9, '0')}`)
  return modified.startsWith('-') ? -whole : whole
}
