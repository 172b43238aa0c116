/**
 * Names in all trees of one subvolume: what is there now first, then set by set what only the older ones have. Stops
 * when it has enough, or when its time is over; what it has learned by then is remembered.
 */
import path from 'node:path'
import { findLayout, type Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { readSets, setFolder } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import type { Layout } from '../../../../commons/snapshot-sets/schemas.ts'
import type { Output, Progress } from '../../../../contract/define.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import type { Account } from '../../../../tools/accounts/as-person.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { findNames } from '../../verbs.ts'
import { applyDelta, compareTree, isThere, type NameIndex } from './name-index.ts'
import { openNameMemory, type NameMemory } from './name-memory.ts'
import { compileName } from './name-pattern.ts'
import { createSearch, type Found, type Search, type SearchedTree } from './search.ts'
import { withTree, type OpenTree } from '../tree/with-tree.ts'

export interface SearchRequest {
  readonly folder: string
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
  const found: Found[] = []
  let complete = true
  const layout = await findLayout(places, options)
  for (const folder of subvolumesToSearch(places, layout, request.folder)) {
    if (Date.now() > deadline && found.length > 0) return { found, complete: false }
    const limit = request.limit - found.length
    const subvolume = await searchSubvolume(places, person, { ...request, folder, limit, deadline, layout }, options)
    found.push(...subvolume.found)
    complete &&= subvolume.complete
  }
  return { found, complete }
}

/** Where it is not a subvolume of its own, the one that holds it; and what is or was nested in it. */
function subvolumesToSearch(places: Places, layout: Layout, wanted: string): readonly string[] {
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
  { folder, name, limit, deadline, layout }: SubvolumeRequest,
  options: SearchOptions,
): Promise<Output<typeof findNames>> {
  const older = treesOf(places.stateFolder, folder)
  const memory = openNameMemory(places.stateFolder, folder)
  memory.forgetOthers(older.map(({ id }) => id))
  const search = createSearch({ test: compileName(name), subvolume: folder, limit }, person, options)
  const index = await searchNow(places, { folder, layout }, { memory, search }, options)
  let newer = 'now'
  for (const [done, tree] of older.entries()) {
    if (search.isFull() || Date.now() > deadline) return { found: search.found(), complete: false }
    options.report({ done, total: older.length, unit: 'steps' })
    await searchSet(index, { ...tree, newer }, { memory, search }, options)
    newer = tree.id
  }
  return { found: search.found(), complete: !search.isFull() }
}

function treesOf(stateFolder: string, folder: string): readonly SearchedTree[] {
  return readSets(stateFolder).flatMap(({ id, at, folders }) =>
    folders.includes(folder) ? [{ id, at, root: path.join(setFolder(stateFolder, id), folder) }] : [],
  )
}

/** An index of what is there now; empty when that subvolume is gone. */
async function searchNow(
  places: Places,
  { folder, layout }: Pick<SubvolumeRequest, 'folder' | 'layout'>,
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
    await withTree(places, { kind: 'now', folder }, options, searchTree, layout)
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
  // What is there now is another thing at each search: only differences between sets are worth remembering.
  const known = tree.newer === 'now' ? undefined : memory.recall(tree.id, tree.newer)
  if (!isThere(tree.root)) return
  const delta = known ?? (await compareTree(index, { root: tree.root, live: false }, options.signal))
  if (known === undefined && tree.newer !== 'now') memory.keep(tree.id, tree.newer, delta)
  applyDelta(index, delta, (found, letter) => search.add(found, letter))
  await search.finishTree(tree)
}
