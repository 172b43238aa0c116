/**
 * Lists of a package source that one laptop cannot reach and the other one has fetched. apt takes them as it would from the source:
 * only with the signature of the source's key, as long as they are valid, and each with the checksum that was signed.
 */
import { existsSync } from 'node:fs'
import { chmod, copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { refreshListsOf } from '../../../tools/apt/apt-get.ts'
import { formatSource, releaseListName } from '../../../tools/apt/apt-sources.ts'
import { listsOf, ownLists, type AptView } from '../../../tools/apt/apt-view.ts'
import { readListTargets, readStoredList, storedList } from '../../../tools/apt/list-targets.ts'
import { writeForAll } from '../../../tools/files/durable-file.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { givenListsSchema, type GivenLists, type SourceDefinition } from '../sources-model.ts'
import { cacheFolder, makeReadable } from './cache-folder.ts'

const deflated = promisify(deflateRaw)
const inflated = promisify(inflateRaw)
/** What all of them may be blown up to. */
const mostBytes = 512 * 1024 * 1024

const releaseNames = ['InRelease', 'Release', 'Release.gpg'] as const
const folder = path.join(cacheFolder, 'given')

/** On the laptop that can reach it. Undefined where it has not been fetched, or is too much for a message. */
export async function readListsHere(source: SourceDefinition, options: RunOptions): Promise<GivenLists | undefined> {
  await rm(folder, { recursive: true, force: true })
  await makeFolders(folder)
  try {
    return await readLists(source, options)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readLists(source: SourceDefinition, options: RunOptions): Promise<GivenLists | undefined> {
  const file = path.join(folder, 'asked.sources')
  writeForAll(file, formatSource({ ...source, signedBy: source.keyPath }, 'sources'))
  const lists: { readonly name: string; readonly content: Buffer }[] = []
  for (const name of releaseNames) {
    const place = path.join(ownLists, releaseName(source.uri, source.suite, name))
    if (existsSync(place)) lists.push({ name, content: await readFile(place) })
  }
  if (lists.length === 0) return undefined
  for (const target of await readListTargets(file, { kind: 'own' }, options)) {
    const stored = storedList(target)
    if (stored !== undefined) lists.push({ name: target.name, content: await readStoredList(stored, options) })
  }
  const packed = lists.map(async ({ name, content }) => ({
    name,
    content: (await deflated(content)).toString('base64'),
  }))
  const given = givenListsSchema.safeParse(await Promise.all(packed))
  return given.success ? given.data : undefined
}

/** A source as it stands there for apt. */
export interface SourceInPlace {
  readonly source: SourceDefinition
  /** Where its key is on this laptop. */
  readonly signedBy: string
  readonly file: string
  readonly lists?: GivenLists | undefined
}

/** Puts them where `view` has the lists of the source. False where apt refuses them; then nothing was put there. */
export async function takeGivenLists(
  place: SourceInPlace,
  lists: GivenLists,
  view: AptView,
  options: RunOptions,
): Promise<boolean> {
  await rm(folder, { recursive: true, force: true })
  try {
    return await proveAndPlace(place, lists, view, options)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function proveAndPlace(
  { source, signedBy, file }: SourceInPlace,
  lists: GivenLists,
  view: AptView,
  options: RunOptions,
): Promise<boolean> {
  const archive = path.join(folder, 'archive')
  const beside = { kind: 'beside', folder, ...architecturesOf(view) } as const
  await makeFolders(folder, archive, listsOf(beside))
  const { suite } = source
  const top = path.join(archive, suite.endsWith('/') ? suite : path.join('dists', suite))
  let open = mostBytes
  for (const { name, content } of lists) {
    const bytes = await blownUp(content, open)
    if (bytes === undefined) return false
    open -= bytes.length
    const place = path.join(top, name)
    await makeFolders(...foldersTo(place, archive))
    await writeFile(place, bytes)
    await chmod(place, 0o644)
  }
  const uri = `copy:${archive}`
  const as = path.join(folder, 'given.sources')
  writeForAll(as, `${formatSource({ ...source, uri, signedBy }, 'sources')}Targets: Packages\nBy-Hash: no\n`)
  if ((await refreshListsOf(as, beside, options)).kind !== 'refreshed') return false
  const [came, wanted] = await Promise.all([readListTargets(as, beside, options), readListTargets(file, view, options)])
  const places = new Map(wanted.map((target) => [target.name, target.file]))
  const files = came.flatMap((target) => {
    const [from, to] = [storedList(target), places.get(target.name)]
    return from === undefined || to === undefined ? [] : [{ from, to: `${to}${from.slice(target.file.length)}` }]
  })
  const releases = releaseNames.map((name) => ({
    from: path.join(listsOf(beside), releaseName(uri, suite, name)),
    to: path.join(listsOf(view), releaseName(source.uri, suite, name)),
  }))
  // Last, as apt takes lists for signed whose Release file is there.
  for (const one of [...files, ...releases.filter(({ from }) => existsSync(from))]) await putInPlace(one)
  return true
}

/** Undefined for what is not deflated, or has more than `most` bytes. */
async function blownUp(content: string, most: number): Promise<Buffer | undefined> {
  const bytes = await inflated(Buffer.from(content, 'base64'), { maxOutputLength: most }).catch(() => undefined)
  return bytes === undefined || bytes.length >= most ? undefined : bytes
}

function architecturesOf(view: AptView) {
  return view.kind === 'own' || view.architectures === undefined ? {} : { architectures: view.architectures }
}

function releaseName(uri: string, suite: string, name: (typeof releaseNames)[number]): string {
  return `${releaseListName(uri, suite).slice(0, -'InRelease'.length)}${name}`
}

async function putInPlace({ from, to }: { readonly from: string; readonly to: string }): Promise<void> {
  const half = `${to}.pc-switcher`
  await copyFile(from, half)
  await chmod(half, 0o644)
  await rename(half, to)
}

/** apt fetches as a user of its own. */
async function makeFolders(...folders: readonly string[]): Promise<void> {
  for (const each of [path.dirname(cacheFolder), cacheFolder, ...folders]) await makeReadable(each)
}

function foldersTo(place: string, top: string): readonly string[] {
  const parts = path.relative(top, path.dirname(place)).split('/')
  return parts.map((_part, index) => path.join(top, ...parts.slice(0, index + 1)))
}
