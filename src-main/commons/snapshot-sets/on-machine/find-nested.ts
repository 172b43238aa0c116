/** Writable subvolumes inside another one: a snapshot of the outer one has only empty folders in their place. */
import { closeSync, constants, existsSync, openSync } from 'node:fs'
import path from 'node:path'
import { bufferFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { listClaimedPaths } from '../../../tools/btrfs-catalogue.ts'
import {
  isOnBtrfs,
  listReadOnlyIds,
  listSubvolumes,
  readSubvolumeId,
  resolveSubvolume,
} from '../../../tools/btrfs-subvolume.ts'
import type { ListedSubvolume } from '../../../tools/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Source } from '../schemas.ts'

/** More is no person's work any more. */
const mostNested = 200
/** Layers of container and machine tools are those tools' business, and can be thousands. */
const storage = /(^|\/)((docker|containers\/storage)\/btrfs\/subvolumes|var\/lib\/(machines|portables))(\/|$)/

export interface NestedSubvolume {
  readonly id: number
  /** The snapshotted subvolume that it is in. */
  readonly around: Source
}

export interface Nested {
  /** Outer ones first. */
  readonly nested: readonly NestedSubvolume[]
  readonly leftOut: number
}

/**
 * Those inside each source that are not sources themselves. Read-only ones are left alone: they cannot change, and
 * snapshot tools keep hundreds of them.
 */
export async function findNested(
  sources: readonly Source[],
  places: { readonly stateFolder: string; readonly swapFiles: readonly string[] },
  options: RunOptions,
): Promise<Nested> {
  const [first] = sources
  if (first === undefined) return { nested: [], leftOut: 0 }
  const apart = [...sources.map((source) => source.path), places.stateFolder]
  const [paths, all, readOnly, ids] = await Promise.all([
    listClaimedPaths(first.path, options),
    listSubvolumes(first.path, options),
    listReadOnlyIds(first.path, options),
    Promise.all(apart.map((place) => readSubvolumeId(place, options))),
  ])
  const standing = new Set(ids)
  const swapIds = await readSwapIds(places.swapFiles, options)
  const candidates = all.filter(
    ({ id }) => !readOnly.has(id) && !standing.has(id) && !storage.test(paths.get(id) ?? ''),
  )
  const found = sources.flatMap((around, index) =>
    descend(candidates, ids[index] ?? Number.NaN).map((id) => ({ id, around })),
  )
  const free = found.filter(({ id }) => !swapIds.has(id))
  const nested = free.slice(0, mostNested)
  return { nested, leftOut: found.length - nested.length }
}

export async function countNested(
  sources: readonly Source[],
  places: { readonly stateFolder: string; readonly swapFiles: readonly string[] },
  options: RunOptions,
): Promise<{ readonly nested: number; readonly nestedLeftOut: number }> {
  const { nested, leftOut } = await findNested(sources, places, options)
  return { nested: nested.length, nestedLeftOut: leftOut }
}

async function readSwapIds(files: readonly string[], options: RunOptions): Promise<ReadonlySet<number>> {
  const inside = files.filter((file) => existsSync(file) && isOnBtrfs(file))
  return new Set(await Promise.all(inside.map((file) => readSubvolumeId(path.dirname(file), options))))
}

export function descend(all: readonly ListedSubvolume[], rootId: number): readonly number[] {
  const found = new Set<number>()
  let parents = new Set([rootId])
  while (parents.size > 0) {
    const children = all.filter(({ id, parentId }) => parents.has(parentId) && id !== rootId && !found.has(id))
    parents = new Set(children.map(({ id }) => id))
    for (const id of parents) found.add(id)
  }
  return [...found]
}

/**
 * Opens a nested subvolume and calls `use` with a path that stays with it whatever is renamed meanwhile, also where its
 * name is not UTF-8. Undefined when it is gone, is mounted over, or the listing was somebody's invention.
 */
export async function withNested<T>(
  root: string,
  id: number,
  options: RunOptions,
  use: (openPath: string, pathWithin: BytePath) => Promise<T>,
): Promise<T | undefined> {
  const pathWithin = await resolveWithin(root, id, options)
  if (pathWithin === undefined) return undefined
  const descriptor = openFolder(Buffer.concat([Buffer.from(`${root}/`), bufferFromBytePath(pathWithin)]))
  if (descriptor === undefined) return undefined
  try {
    const openPath = `/proc/${process.pid}/fd/${descriptor}`
    return (await readSubvolumeId(openPath, options)) === id ? await use(openPath, pathWithin) : undefined
  } finally {
    closeSync(descriptor)
  }
}

async function resolveWithin(root: string, id: number, options: RunOptions): Promise<BytePath | undefined> {
  const rootId = await readSubvolumeId(root, options)
  const [whole, around] = await Promise.all([
    resolveSubvolume(id, root, options),
    resolveSubvolume(rootId, root, options),
  ])
  if (whole === undefined || around === undefined) return undefined
  if (around === '') return whole
  return whole.startsWith(`${around}/`) ? whole.slice(around.length + 1) : undefined
}

function openFolder(folder: Buffer): number | undefined {
  try {
    return openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
  } catch {
    // Gone, or a link or a file by now; the caller counts it as left out.
    return undefined
  }
}
