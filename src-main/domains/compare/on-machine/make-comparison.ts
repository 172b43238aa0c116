/** Compares two trees, unless there is a result and neither can have changed since. */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs'
import path from 'node:path'
import { findLayout, type Places } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { withNested } from '../../../commons/snapshot-sets/on-machine/find-nested.ts'
import { layoutError } from '../../../commons/snapshot-sets/on-machine/layout-error.ts'
import { findSubvolume, snapshotPath } from '../../../commons/snapshot-sets/on-machine/open-tree.ts'
import type { Tree } from '../../../commons/snapshot-sets/schemas.ts'
import { deleteSubvolumes } from '../../../tools/btrfs/btrfs-delete.ts'
import { showLineage, isSubvolume, snapshotReadOnly } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { identifyThisProcess, isAlive, nameOfProcess, processOfName } from '../../../tools/proc/process-identity.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { compareMessages } from '../messages.ts'
import { listChanges, type TreeChangesOptions, type ComparedSubvolume } from './list-changes.ts'
import { readResult, writeResult } from './result-files.ts'
import { layOut, type ComparisonResult } from './result-layout.ts'

/** Increased when the same two trees would give another result. */
const methodVersion = 1

export interface ComparisonPlaces {
  readonly places: Places
  /** Where results are kept. */
  readonly folder: string
}

export interface MadeComparison {
  readonly result: ComparisonResult
  readonly kept: boolean
}

export async function makeComparison(
  comparing: ComparisonPlaces,
  { one, other }: { readonly one: Tree; readonly other: Tree },
  options: TreeChangesOptions,
): Promise<MadeComparison> {
  const { places, folder } = comparing
  const still = await Promise.all([openStill(places, one, options), openStill(places, other, options)])
  return withStill(places, { tree: one, still: still[0] }, options, (first) =>
    withStill(places, { tree: other, still: still[1] }, options, (second) => compare(folder, first, second, options)),
  )
}

interface Opened extends ComparedSubvolume {
  /** Used only once, so it is not kept. */
  readonly passing: boolean
}

async function compare(
  folder: string,
  one: Opened,
  other: Opened,
  options: TreeChangesOptions,
): Promise<MadeComparison> {
  const trees: [string, string] = [identify(one), identify(other)]
  const passing = one.passing || other.passing
  const compareId = passing ? randomUUID().replaceAll('-', '') : idOf(trees)
  const known = passing ? undefined : readResult(folder, compareId)
  if (known?.header.trees.join() === trees.join()) return { result: known, kept: true }
  const { changes, walked } = await listChanges(one, other, options)
  const result = layOut({ compareId, trees, ...(walked === undefined ? {} : { walked }) }, changes)
  writeResult(folder, result)
  return { result, kept: false }
}

/** The generation changes when a snapshot's read-only flag was removed and it was written to. */
function identify({ lineage }: ComparedSubvolume): string {
  return `${lineage.uuid}@${lineage.generation}`
}

function idOf(trees: readonly [string, string]): string {
  return createHash('sha256')
    .update(JSON.stringify([methodVersion, ...trees]))
    .digest('hex')
    .slice(0, 32)
}

/** Undefined for a tree that can change: what is there now, or a snapshot that is no longer read-only. */
async function openStill(places: Places, tree: Tree, options: RunOptions): Promise<Opened | undefined> {
  if (tree.kind === 'now') return undefined
  const place = snapshotPath(places.stateFolder, tree.setId, tree.subvolume)
  const lineage = await showLineage(place, options)
  return lineage.readOnly ? { place, lineage, passing: false } : undefined
}

async function withStill<T>(
  places: Places,
  { tree, still }: { readonly tree: Tree; readonly still: Opened | undefined },
  options: RunOptions,
  use: (opened: Opened) => Promise<T>,
): Promise<T> {
  if (still !== undefined) return use(still)
  const freeze = (source: string) =>
    withFrozen(places.stateFolder, source, options, async (place) =>
      use({ place, lineage: await showLineage(place, options), passing: true }),
    )
  if (tree.kind === 'now') return withLive(places, tree.subvolume, options, freeze)
  return freeze(snapshotPath(places.stateFolder, tree.setId, tree.subvolume))
}

async function withLive<T>(
  places: Places,
  subvolume: string,
  options: RunOptions,
  use: (source: string) => Promise<T>,
): Promise<T> {
  const nestedId = /^nested\/(\d+)$/.exec(subvolume)?.[1]
  if (nestedId === undefined) return use((await findSubvolume(places, subvolume, options)).path)
  const layout = await findLayout(places, options)
  if (layout.kind !== 'ready') throw layoutError(layout)
  for (const around of layout.subvolumes) {
    const opened = async (openPath: string) => ({ value: await use(openPath) })
    const outcome = await withNested(around.path, Number(nestedId), options, opened)
    if (outcome !== undefined) return outcome.value
  }
  throw compareMessages.subvolumeGone({}, { details: subvolume })
}

/** Not for snapshots that anybody keeps: everything in it is deleted without asking. */
export function frozenFolder(stateFolder: string): string {
  return path.join(stateFolder, 'compare-now')
}

/**
 * A frozen tree: a read-only snapshot of what is there now, kept while it is used, in a folder that only root may
 * enter. The name of its folder says which process uses it, so that trees of killed processes can be found. `source`
 * is the root of a live subvolume on the file system of the state folder.
 */
async function withFrozen<T>(
  stateFolder: string,
  source: string,
  options: RunOptions,
  use: (frozen: string) => Promise<T>,
): Promise<T> {
  await removeLeftovers(stateFolder)
  const folder = path.join(frozenFolder(stateFolder), `${nameOfProcess(identifyThisProcess())}.${randomUUID()}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    const frozen = path.join(folder, 'now')
    await snapshotReadOnly(source, frozen, options)
    return await use(frozen)
  } finally {
    await removeFrozen(folder)
  }
}

/** Removes trees of processes that have ended. One that cannot be removed now is left for the next time. */
async function removeLeftovers(stateFolder: string): Promise<void> {
  const folder = frozenFolder(stateFolder)
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const owner = processOfName(name)
    if (owner !== undefined && !isAlive(owner)) await removeFrozen(path.join(folder, name))
  }
}

/** Also after the work was stopped. What the kernel still holds is left for the next time. */
async function removeFrozen(folder: string): Promise<void> {
  const frozen = path.join(folder, 'now')
  if (existsSync(frozen)) {
    if (!isSubvolume(frozen)) return
    await deleteSubvolumes([frozen])
    if (existsSync(frozen)) return
  }
  rmdirSync(folder)
}
