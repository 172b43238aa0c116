/** A package source that is not there yet, beside the ones that are: for a plan, which changes nothing of apt's. */
import { createHash } from 'node:crypto'
import { readdir, readlink, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { readOwnText } from '../../../tools/files/own-file.ts'
import { formatSource } from '../../../tools/apt/apt-sources.ts'
import { listsOf, sourcePartsIn, type AptView } from '../../../tools/apt/apt-view.ts'
import { writeForAll } from '../../../tools/files/durable-file.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { isUsable, sourceStateSchema, type SourceDefinition, type SourceState } from '../sources-model.ts'
import { checkKey, signedBeside, stateOfSource } from './add-source.ts'
import { ageMs, cacheFolder, freshMs, makeReadable } from './archives/archive-folders.ts'
import { aptFolder, sourceParts } from './read-sources.ts'

export interface TriedSource {
  readonly state: SourceState
  /** In which apt knows it, if it is usable. */
  readonly view: AptView
}

interface Tried {
  readonly source: SourceDefinition
  /** Not known to dpkg yet. */
  readonly architectures: readonly string[]
}

/** `base`: whose lists the others are, and whose architectures. What is fetched of the source is kept for an hour. */
export async function trySourceBeside(
  { source, architectures }: Tried,
  base: AptView,
  options: RunOptions,
): Promise<TriedSource> {
  await checkKey(source, options)
  const view = {
    ...viewOf(source, architectures),
    ...(base.kind === 'own' ? {} : { architectures: base.architectures }),
  }
  const { folder } = view
  for (const each of [path.dirname(cacheFolder), cacheFolder, path.dirname(folder), folder]) await makeReadable(each)
  const file = await writeSources(source, folder, await signedBeside(source, options))
  await linkLists(listsOf(base), listsOf(view))
  const state = await refresh(view, () => stateOfSource(file, view, options))
  await removeOld(path.dirname(folder))
  return { state, view }
}

const oldMs = 24 * 60 * 60 * 1000

/** What was fetched for plans that nobody makes any more. */
async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const each = path.join(folder, name)
    if ((await ageMs(sourcePartsIn(each))) > oldMs) await rm(each, { recursive: true, force: true })
  }
}

function viewOf(
  source: SourceDefinition,
  architectures: readonly string[],
): Extract<AptView, { kind: 'other-sources' }> {
  const hash = createHash('sha256')
    .update(JSON.stringify([source, architectures.toSorted()]))
    .digest('hex')
  return { kind: 'other-sources', folder: path.join(cacheFolder, 'with', hash.slice(0, 16)) }
}

/** Where its own are, beside links to all others. */
export function listsOfTried(source: SourceDefinition, architectures: readonly string[]): string {
  return listsOf(viewOf(source, architectures))
}

/** This laptop's own, by links, and the new one, whose key is in a file beside it where nothing here says who signs it. */
async function writeSources(source: SourceDefinition, folder: string, beside: string | undefined): Promise<string> {
  const parts = sourcePartsIn(folder)
  await rm(parts, { recursive: true, force: true })
  await makeReadable(parts)
  for (const file of sourceParts()) await symlink(path.join(aptFolder, file), path.join(parts, path.basename(file)))
  const key = path.join(folder, `key${path.extname(source.keyPath)}`)
  await rm(key, { force: true })
  writeForAll(key, Buffer.from(source.key, 'base64'))
  const file = path.join(parts, 'pc-switcher-tries.sources')
  writeForAll(file, formatSource({ ...source, signedBy: beside ?? key }, 'sources'))
  return file
}

const notLists = ['lock', 'partial', 'auxfiles']

/** The lists of all others are read where they are; what was fetched here stays, and so does a link that is right. */
async function linkLists(from: string, to: string): Promise<void> {
  await makeReadable(to)
  const wanted = new Map((await readdir(from)).map((name) => [name, path.join(from, name)]))
  for (const name of notLists) wanted.delete(name)
  for (const entry of await readdir(to, { withFileTypes: true })) {
    const file = path.join(to, entry.name)
    if (entry.isSymbolicLink() && (await readlink(file)) !== wanted.get(entry.name)) await unlink(file)
    else wanted.delete(entry.name)
  }
  for (const [name, file] of wanted) await symlink(file, path.join(to, name))
}

async function refresh(view: AptView, ask: () => Promise<SourceState>): Promise<SourceState> {
  const stamp = path.join(listsOf(view), '..', 'refreshed')
  if ((await ageMs(stamp)) < freshMs) {
    const known = sourceStateSchema.safeParse(readOwnText(stamp))
    if (known.success) return known.data
  }
  const state = await ask()
  if (isUsable(state)) await writeFile(stamp, state)
  return state
}
