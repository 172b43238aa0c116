/**
 * Names in all trees of one subvolume: what is there now first, then set by set what only the older ones have. Stops
 * when it has enough, or when its time is over; what it has learned by then is remembered.
 */
import path from 'node:path'
import { findLayout, type Places } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { readSets, setFolder } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import type { Output, Progress } from '../../../contract/define.ts'
import type { FoundName } from '../../../contract/snapshot-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { Account } from '../../../tools/as-person.ts'
import { findFacts } from '../../../tools/find-facts.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { findNames } from '../verbs.ts'
import { typeOf } from './entry-facts.ts'
import { applyDelta, compareTree, entriesOf, isThere, join, type NameIndex } from './name-index.ts'
import { openNameMemory, type NameMemory } from './name-memory.ts'
import { compileName, type NameTest } from './name-pattern.ts'
import { withTree } from './with-tree.ts'

type Found = Omit<FoundName, 'laptop'>

export interface SearchRequest {
  readonly folder: string
  readonly name: string
  readonly limit: number
  readonly budgetMs: number
}

interface SearchOptions extends RunOptions {
  readonly report: (progress: Progress) => void
}

interface Tree {
  readonly id: string
  readonly at: string
  readonly root: string
}

export async function findInSets(
  places: Places,
  person: Account,
  request: SearchRequest,
  options: SearchOptions,
): Promise<Output<typeof findNames>> {
  const deadline = Date.now() + request.budgetMs
  const found: Found[] = []
  let complete = true
  for (const folder of await partsToSearch(places, request.folder, options)) {
    const left = request.limit - found.length
    const part = await searchPart(places, person, { ...request, folder, limit: left, deadline }, options)
    found.push(...part.found)
    complete &&= part.complete
  }
  return { found, complete }
}

/** Where it is not a subvolume of its own, the one that holds it; and what is or was nested in it. */
async function partsToSearch(places: Places, wanted: string, options: RunOptions): Promise<readonly string[]> {
  const layout = await findLayout(places, options)
  const sources = layout.kind === 'ready' ? layout.sources : []
  const isOwn = sources.some(({ folder }) => folder === wanted)
  const around = isOwn ? undefined : sources.find(({ areas }) => areas.some((area) => area === wanted))
  const folder = around?.folder ?? wanted
  const nested = readSets(places.stateFolder).flatMap(({ content, folders }) =>
    content.kind === 'described'
      ? content.description.snapshots.flatMap((taken) =>
          taken.within?.folder === folder && folders.includes(taken.folder) ? [taken.folder] : [],
        )
      : [],
  )
  return [folder, ...new Set(nested)]
}

interface PartRequest extends Omit<SearchRequest, 'budgetMs'> {
  readonly deadline: number
}

async function searchPart(
  places: Places,
  person: Account,
  { folder, name, limit, deadline }: PartRequest,
  options: SearchOptions,
): Promise<Output<typeof findNames>> {
  const older = treesOf(places.stateFolder, folder)
  const memory = openNameMemory(places.stateFolder, folder)
  memory.forgetOthers(older.map(({ id }) => id))
  const search = createSearch(compileName(name), folder, limit, person, options)
  const index = await searchNow(places, folder, memory, search, options)
  let newer = 'now'
  for (const [done, tree] of older.entries()) {
    if (search.isFull() || Date.now() > deadline) return { found: search.found(), complete: false }
    options.report({ done, total: older.length, unit: 'steps' })
    await searchSet(index, { ...tree, newer }, memory, search, options)
    newer = tree.id
  }
  return { found: search.found(), complete: !search.isFull() }
}

function treesOf(stateFolder: string, folder: string): readonly Tree[] {
  return readSets(stateFolder).flatMap(({ id, at, folders }) =>
    folders.includes(folder) ? [{ id, at, root: path.join(setFolder(stateFolder, id), folder) }] : [],
  )
}

/** An index of what is there now; empty when that subvolume is gone. */
async function searchNow(
  places: Places,
  folder: string,
  memory: NameMemory,
  search: Search,
  options: SearchOptions,
): Promise<NameIndex> {
  const index = memory.recallHead()
  try {
    await withTree(places, { kind: 'now', folder }, options, async ({ root }) => {
      const delta = await compareTree(index, { root, live: true }, options.signal)
      applyDelta(index, delta, () => undefined)
      if (delta.length > 0) memory.keepHead(index)
      search.addAll(index)
      await search.settle({ id: 'now', at: new Date().toISOString(), root })
    })
    return index
  } catch (thrown) {
    if (thrown instanceof AppError && ['not-found', 'no-btrfs', 'blocked'].includes(thrown.code)) return new Map()
    throw thrown
  }
}

async function searchSet(
  index: NameIndex,
  tree: Tree & { readonly newer: string },
  memory: NameMemory,
  search: Search,
  options: RunOptions,
): Promise<void> {
  // What is there now is another thing at each search: only differences between sets are worth remembering.
  const known = tree.newer === 'now' ? undefined : memory.recall(tree.id, tree.newer)
  if (!isThere(tree.root)) return
  const delta = known ?? (await compareTree(index, { root: tree.root, live: false }, options.signal))
  if (known === undefined && tree.newer !== 'now') memory.keep(tree.id, tree.newer, delta)
  applyDelta(index, delta, (found, letter) => search.add(found, letter))
  await search.settle(tree)
}

interface Search {
  add(path: BytePath, letter: string): void
  addAll(index: NameIndex): void
  /** Takes what was added as found in this tree, as far as the person may know of it. */
  settle(tree: Tree): Promise<void>
  found(): Found[]
  /** There are more than are wanted. */
  isFull(): boolean
}

function createSearch(test: NameTest, part: string, limit: number, person: Account, options: RunOptions): Search {
  const found = new Map<BytePath, Found>()
  let added: { path: BytePath; letter: string }[] = []
  const add = (path: BytePath, letter: string): void => {
    if (!found.has(path) && test(path.slice(path.lastIndexOf('/') + 1))) added.push({ path, letter })
  }
  return {
    add,
    addAll(index) {
      for (const [folder, { names }] of index)
        for (const [letter, name] of entriesOf(names)) add(join(folder, name), letter)
    },
    async settle({ id, at, root }) {
      // One more than wanted tells that there are more.
      const room = limit + 1 - found.size
      const candidates = added.sort((one, other) => (one.path < other.path ? -1 : 1)).slice(0, room + mostHidden)
      added = []
      const visible = await visibleTo(
        person,
        root,
        candidates.map((one) => one.path),
        options,
      )
      for (const { path, letter } of candidates.filter((one) => visible.has(one.path)).slice(0, room))
        found.set(path, { part, path, type: typeOf(letter), newest: id, newestAt: at, there: id === 'now' })
    },
    found: () => [...found.values()].slice(0, limit),
    isFull: () => found.size > limit,
  }
}

/** So many names in folders of others may come before those that the person may know of. */
const mostHidden = 20_000

/** Asked with the person's own rights: a name in a folder that they may not enter is not for them. */
async function visibleTo(
  person: Account,
  root: string,
  paths: readonly BytePath[],
  options: RunOptions,
): Promise<ReadonlySet<BytePath>> {
  const { entries } = await findFacts({ root, starts: paths, depth: { least: 0, most: 0 }, as: person }, options)
  return new Set(entries.map((entry) => entry.path))
}
