/**
 * Finds names in all trees of a subvolume: first what is there now, then set by set what only older ones have. Stops
 * when it has enough or its time is up, and remembers what it has learned.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { readOwn } from '../../../../tools/files/own-file.ts'
import { findLayout, type Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { readSets, setFolder } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import type { Layout } from '../../../../commons/snapshot-sets/schemas.ts'
import type { Output, Progress } from '../../../../contract/define.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import type { Account } from '../../../../tools/accounts/as-person.ts'
import { isSetAside, setAside } from '../../../../tools/files/set-aside.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { findNames } from '../../verbs.ts'
import { withTree, type OpenTree } from '../tree/with-tree.ts'
import { applyDelta, compareTree, isThere, type NameIndex, nameDeltaSchema, type NameDelta } from './name-index.ts'
import { createSearch, type FoundInTree, type Search, type SearchedTree, compileName } from './search.ts'

export interface SearchRequest {
  readonly subvolume: string
  readonly name: string
  readonly limit: number
  readonly budgetMs: number
}

interface SearchOptions extends RunOptions {
  readonly report: (progress: Progress) => void
}

export async function findInSets(
  places: Places,
  person: Account,
  request: SearchRequest,
  options: SearchOptions,
): Promise<Output<typeof findNames>> {
  const deadline = Date.now() + request.budgetMs
  const found: FoundInTree[] = []
  let complete = true
  const layout = await findLayout(places, options)
  for (const subvolume of subvolumesToSearch(places, layout, request.subvolume)) {
    if (Date.now() > deadline && found.length > 0) return { found, complete: false }
    const limit = request.limit - found.length
    const searched = await searchSubvolume(places, person, { ...request, subvolume, limit, deadline, layout }, options)
    found.push(...searched.found)
    complete &&= searched.complete
  }
  return { found, complete }
}

/** Or the subvolume that contains it, and all nested subvolumes of now and then. */
function subvolumesToSearch(places: Places, layout: Layout, wanted: string): readonly string[] {
  const subvolumes = layout.kind === 'ready' ? layout.subvolumes : []
  const isOwn = subvolumes.some(({ subvolume }) => subvolume === wanted)
  const around = isOwn ? undefined : subvolumes.find(({ areas }) => areas.some((area) => area === wanted))
  const searched = around?.subvolume ?? wanted
  const nested = readSets(places.stateFolder).flatMap(({ content, subvolumes }) =>
    content.kind === 'described'
      ? content.description.snapshots.flatMap((taken) =>
          taken.within?.subvolume === searched && subvolumes.includes(taken.subvolume) ? [taken.subvolume] : [],
        )
      : [],
  )
  return [searched, ...new Set(nested)]
}

interface SubvolumeRequest extends Omit<SearchRequest, 'budgetMs'> {
  readonly deadline: number
  readonly layout: Layout
}

/** What one search finds names with. */
interface SearchParts {
  readonly memory: NameMemory
  readonly search: Search
}

async function searchSubvolume(
  places: Places,
  person: Account,
  { subvolume, name, limit, deadline, layout }: SubvolumeRequest,
  options: SearchOptions,
): Promise<Output<typeof findNames>> {
  const older = treesOf(places.stateFolder, subvolume)
  const memory = openNameMemory(places.stateFolder, subvolume)
  memory.forgetOthers(older.map(({ id }) => id))
  const search = createSearch({ test: compileName(name), subvolume, limit }, person, options)
  const index = await searchNow(places, { subvolume, layout }, { memory, search }, options)
  let newer = 'now'
  for (const [done, tree] of older.entries()) {
    if (search.isFull() || Date.now() > deadline) return { found: search.found(), complete: false }
    options.report({ done, total: older.length, unit: 'steps' })
    await searchSet(index, { ...tree, newer }, { memory, search }, options)
    newer = tree.id
  }
  return { found: search.found(), complete: !search.isFull() }
}

function treesOf(stateFolder: string, subvolume: string): readonly SearchedTree[] {
  return readSets(stateFolder).flatMap(({ id, at, subvolumes }) =>
    subvolumes.includes(subvolume) ? [{ id, at, root: path.join(setFolder(stateFolder, id), subvolume) }] : [],
  )
}

/** An index of what is there now; empty when that subvolume is gone. */
async function searchNow(
  places: Places,
  { subvolume, layout }: Pick<SubvolumeRequest, 'subvolume' | 'layout'>,
  { memory, search }: SearchParts,
  options: SearchOptions,
): Promise<NameIndex> {
  const index = memory.recallHead()
  try {
    const searchTree = async ({ root }: OpenTree): Promise<void> => {
      const delta = await compareTree(index, { root, live: true }, options.signal)
      applyDelta(index, delta, () => undefined)
      if (delta.length > 0) memory.keepHead(index)
      search.addAll(index)
      await search.finishTree({ id: 'now', at: new Date().toISOString(), root })
    }
    await withTree(places, { kind: 'now', subvolume }, { ...options, layout }, searchTree)
    return index
  } catch (thrown) {
    if (thrown instanceof AppError && ['not-found', 'no-btrfs', 'blocked'].includes(thrown.code)) return new Map()
    throw thrown
  }
}

async function searchSet(
  index: NameIndex,
  tree: SearchedTree & { readonly newer: string },
  { memory, search }: SearchParts,
  options: RunOptions,
): Promise<void> {
  // What is there now changes between searches, so only differences between sets are remembered.
  const known = tree.newer === 'now' ? undefined : memory.recall(tree.id, tree.newer)
  if (!isThere(tree.root)) return
  const delta = known ?? (await compareTree(index, { root: tree.root, live: false }, options.signal))
  if (known === undefined && tree.newer !== 'now') memory.keep(tree.id, tree.newer, delta)
  applyDelta(index, delta, (found, letter) => search.add(found, letter))
  await search.finishTree(tree)
}

const memorySchema = z.object({ version: z.literal(1), newer: z.string(), delta: nameDeltaSchema })

const headSchema = z.object({ version: z.literal(1), folders: nameDeltaSchema })

interface NameMemory {
  /** Undefined when it is not remembered against this newer one. */
  recall(setId: string, newer: string): NameDelta | undefined
  keep(setId: string, newer: string, delta: NameDelta): void
  /** The names as they were at the last search: a start for the next. */
  recallHead(): NameIndex
  keepHead(index: NameIndex): void
  /** Forgets sets that are not there any more. What was set aside stays. */
  forgetOthers(setIds: readonly string[]): void
}

/**
 * Remembers names, so that a search need not read every snapshot again: for each set, how its names differ from those
 * of the next newer one. Only root can read it. A cache: it may be removed at any time. `folder` is a snapshot's
 * place within its set.
 */
export function openNameMemory(stateFolder: string, subvolume: string): NameMemory {
  const place = path.join(stateFolder, 'snapshot-names', subvolume.replaceAll('/', '+'))
  const fileOf = (name: string) => path.join(place, `${name}.json.gz`)
  const read = <T>(name: string, schema: z.ZodType<T>): T | undefined => {
    if (!existsSync(fileOf(name))) return undefined
    try {
      return schema.parse(JSON.parse(gunzipSync(readOwn(fileOf(name))).toString('latin1')))
    } catch {
      setAside(fileOf(name), `${fileOf(name)} cannot be read. The names are read again.`)
      return undefined
    }
  }
  const write = (name: string, value: unknown): void => {
    const beside = `${fileOf(name)}.new`
    try {
      mkdirSync(place, { recursive: true, mode: 0o700 })
      writeFileSync(beside, gzipSync(Buffer.from(JSON.stringify(value), 'latin1'), { level: 1 }), { mode: 0o600 })
      renameSync(beside, fileOf(name))
    } catch {
      // The disk is full, or there are too many names for one string. The next search is only slower.
      removeIfThere(beside)
    }
  }
  return {
    recall(setId, newer) {
      const memory = read(setId, memorySchema)
      return memory?.newer === newer ? memory.delta : undefined
    },
    keep: (setId, newer, delta) => write(setId, { version: 1, newer, delta }),
    recallHead: () =>
      new Map(
        (read('head', headSchema)?.folders ?? []).flatMap(([name, one]) =>
          one === null ? [] : [[name, one] as const],
        ),
      ),
    keepHead: (index) => write('head', { version: 1, folders: [...index] }),
    forgetOthers(setIds) {
      const wanted = new Set([...setIds, 'head'].map((name) => path.basename(fileOf(name))))
      for (const name of existsSync(place) ? readdirSync(place) : []) {
        if (!wanted.has(name) && !isSetAside(name)) rmSync(path.join(place, name), { force: true })
      }
    },
  }
}

function removeIfThere(file: string): void {
  if (existsSync(file)) rmSync(file, { force: true })
}
