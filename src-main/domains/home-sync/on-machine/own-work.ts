/** What changed on the target since the plan: by this program, and not by it. */
import { type Placed, isOurs } from '../../../commons/placing/on-machine/placed-file.ts'
import type { Output } from '../../../contract/define.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { areKnownSame } from '../../../tools/files/compare-trees.ts'
import { lookInside, type Inside } from '../../../tools/files/safe-path.ts'
import { storedBytes } from '../../../tools/files/stored-bytes.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { InventoryChange } from '../inventory/change.ts'
import { pathOfKey, typeOf } from '../inventory/inventory-entry.ts'
import { mergeJoin } from '../inventory/merge-join.ts'
import { packList } from '../packed-list.ts'
import type { countPlaced as countVerb, readPlaced as listVerb } from '../verbs.ts'
import { readChanges } from './inventory/record-files.ts'
import { heldScan, heldTree } from './memory/held-scans.ts'
import { readPlacedInOrder, type PlacedThere } from './memory/placed-in-order.ts'
import { changesFile, existingScan, frozenOfScan, switchFolder } from './scan/home-folders.ts'

export interface PlacedRequest {
  readonly stateFolder: string
  readonly switchId: string
  readonly scanId: string
  /** What was fetched, as far as it is still there. */
  readonly incoming: string | undefined
}

/**
 * The scan was made against what was planned. Folders come and go with what is in them: they are not among it, unless they
 * were placed and deleted. Nothing when the scan is what was planned from. In the order of an inventory.
 */
export async function findOwnWork(request: PlacedRequest, options: RunOptions): Promise<BytePath[]> {
  const { stateFolder, switchId, scanId } = request
  if (heldScan(stateFolder, switchId, 'planned') === scanId) return []
  const changed: Changed[] = []
  await withTrees(request, async (trees) => {
    const changes = readChanges(changesFile(existingScan(stateFolder, scanId)))
    const placed = eachOf(readPlacedInOrder(switchFolder(stateFolder, switchId), options))
    for await (const { key, left, right } of mergeJoin(changes, placed)) {
      const path = pathOfKey(key)
      const found = changeOf(path, { change: left, placed: right?.placed }, trees)
      if (found !== undefined) changed.push({ path, ...found })
    }
  })
  const isSame = new Set(
    (await Promise.all((['fetched', 'planned'] as const).map((as) => sameAs(as, changed, request, options)))).flat(),
  )
  return changed.flatMap(({ path }) => (isSame.has(path) ? [] : [path]))
}

/**
 * Something changed that this program did not write down. It is no work of the person's where only its change time is another
 * than that of what was placed (`fetched`), or of what was planned for: names of one file that come and go move it, those too
 * that this program gives it for an instant.
 */
interface Changed {
  readonly path: BytePath
  readonly unless?: SameAs
}
type SameAs = 'fetched' | 'planned'

async function sameAs(
  as: SameAs,
  changed: readonly Changed[],
  { stateFolder, switchId, scanId, incoming }: PlacedRequest,
  options: RunOptions,
): Promise<readonly BytePath[]> {
  const unclear = changed.flatMap(({ path, unless }) => (unless === as ? [path] : []))
  if (unclear.length === 0) return []
  const was = as === 'fetched' ? incoming : await heldTree({ stateFolder, switchId, as }, options)
  if (was === undefined) return []
  const { root } = frozenOfScan(stateFolder, scanId)
  const paths = as === 'planned' ? withSameInode(unclear, [root, was]) : unclear
  const isSame = await areKnownSame({ roots: [root, was], paths }, options)
  return paths.filter((_path, index) => isSame[index] === true)
}

function withSameInode(paths: readonly BytePath[], roots: readonly [string, string]): readonly BytePath[] {
  const [now, then] = [lookInside(roots[0]), lookInside(roots[1])]
  try {
    return paths.filter((path) => now.stat(path)?.ino === then.stat(path)?.ino)
  } finally {
    now.close()
    then.close()
  }
}

interface Trees {
  /** The frozen tree. */
  readonly live: Inside
  readonly fetched: Inside | undefined
}

async function withTrees<T>(
  { stateFolder, scanId, incoming }: PlacedRequest,
  work: (trees: Trees) => Promise<T>,
): Promise<T> {
  const live = lookInside(frozenOfScan(stateFolder, scanId).root)
  const fetched = incoming === undefined ? undefined : lookInside(incoming)
  try {
    return await work({ live, fetched })
  } finally {
    live.close()
    fetched?.close()
  }
}

async function* eachOf(pages: AsyncIterable<readonly PlacedThere[]>): AsyncGenerator<PlacedThere> {
  for await (const page of pages) yield* page
}

interface OfOnePath {
  readonly change: InventoryChange | undefined
  readonly placed: Placed | undefined
}

function changeOf(
  path: BytePath,
  { change, placed }: OfOnePath,
  { live, fetched }: Trees,
): Omit<Changed, 'path'> | undefined {
  if (change === undefined && placed?.kind !== 'placed') return undefined
  const now = live.stat(path)
  // What was new, and is no more: between the plan and now nothing changed.
  if (placed?.kind === 'placed' && now === undefined) return {}
  if (change === undefined) return undefined
  if (typeOf(change) === 'd' && change.kind !== 'retyped' && (now === undefined || now.isDirectory())) return undefined
  if (isOurs(now, placed, () => fetched?.stat(path))) return undefined
  const done = placed?.kind === 'begun' ? placed.before : placed
  if (done?.kind === 'placed' && now?.ino.toString() === done.inode) return { unless: 'fetched' }
  return change.kind === 'touched' ? { unless: 'planned' } : {}
}

/** Packed, and in the order of an inventory. Of what was begun by an agent that died, it is looked whether it is done. */
export async function listPlaced(request: PlacedRequest, options: RunOptions): Promise<Output<typeof listVerb>> {
  const others = { open: new Array<BytePath>(), removed: new Array<BytePath>() }
  const paths = await withTrees(request, (trees) => packList(pathsOf(request, others, trees, options)))
  const [open, removed] = await Promise.all([packList(others.open), packList(others.removed)])
  return { paths, open, removed }
}

async function* pathsOf(
  { stateFolder, switchId }: PlacedRequest,
  others: { readonly open: BytePath[]; readonly removed: BytePath[] },
  trees: Trees,
  options: RunOptions,
): AsyncGenerator<readonly BytePath[]> {
  for await (const some of readPlacedInOrder(switchFolder(stateFolder, switchId), options)) {
    const looked = some.map(({ path, placed }) => ({ path, ...lookAt(path, placed, trees) }))
    others.open.push(...looked.flatMap(({ path, isOpen }) => (isOpen ? [path] : [])))
    others.removed.push(...looked.flatMap(({ path, isRemoved }) => (isRemoved ? [path] : [])))
    yield looked.flatMap(({ path, isRemoved }) => (isRemoved ? [] : [path]))
  }
}

/** As it stands there now. */
export async function countPlaced(request: PlacedRequest, options: RunOptions): Promise<Output<typeof countVerb>> {
  const { stateFolder, switchId } = request
  const counted = { items: 0, bytes: 0 }
  await withTrees(request, async (trees) => {
    for await (const some of readPlacedInOrder(switchFolder(stateFolder, switchId), options)) {
      for (const { path, placed } of some) {
        if (lookAt(path, placed, trees).isOpen) continue
        const now = trees.live.stat(path)
        counted.items += 1
        counted.bytes += now?.isFile() === true ? storedBytes(now) : 0
      }
    }
  })
  return counted
}

function lookAt(
  path: BytePath,
  placed: Placed,
  { live, fetched }: Trees,
): { readonly isOpen: boolean; readonly isRemoved: boolean } {
  if (placed.kind !== 'begun') return { isOpen: false, isRemoved: placed.kind === 'removed' }
  const now = live.stat(path)
  const isDone = isOurs(now, placed, () => fetched?.stat(path))
  return { isOpen: !isDone, isRemoved: isDone && now === undefined }
}
