/** Sources as they are, below a folder of ours: reflinks of a snapshot on the same disk, else what tar reads as the person. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import type { Account } from '../../../tools/accounts/as-person.ts'
import { copyInto } from '../../../tools/files/cp.ts'
import { namesIn } from '../../../tools/files/remove-trees.ts'
import { packNamed, parseChanged } from '../../../tools/files/tar-named.ts'
import { run, type RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import { removeGivenRights, removeSpecial } from './safe-tree.ts'
import { isSpecial, type HeldSource } from './sources.ts'
import { unpackTree } from '../../../tools/files/tar-tree.ts'

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
  await stageLiving(
    held.filter(({ kind }) => kind === 'living'),
    { into, folder, person },
    options,
  )
  for (const [root, paths] of inSnapshots(held)) await copyInto({ root, paths, into }, options)
  for (const { source, root } of held.filter((one) => one.kind === 'snapshot' && one.path === ''))
    await copyTop(root, { into, name: source.name }, options)
  if (held.some(({ entries }) => entries.some(isSpecial))) await removeSpecial(into, options)
}

/**
 * The disk may be the person's own, mounted so that rights which files give on it mean nothing: they must not mean more here. First, into
 * the empty folder: nothing else is copied over what tar says.
 */
async function stageLiving(living: readonly HeldSource[], staged: StagedSources, options: RunOptions): Promise<void> {
  if (living.length === 0) return
  for (const one of living) await packInto(one, staged, options)
  const names = new Set(living.map(({ source }) => source.name))
  const other = namesIn(staged.into).find((name) => !names.has(name))
  if (other !== undefined) throw bundlesMessages.sourceChanged({ path: textFromBytePath(other) })
  await removeSpecial(staged.into, options)
  await removeGivenRights(staged.into, staged.person, options)
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
