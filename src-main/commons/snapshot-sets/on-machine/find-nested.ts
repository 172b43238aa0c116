/** Writable nested subvolumes. A snapshot of the outer one has only empty folders in their place. */
import { closeSync, constants, openSync } from 'node:fs'
import { bufferFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { CatalogueNode } from '../../../tools/btrfs/btrfs-catalogue.ts'
import { readSubvolumeId, resolveSubvolume } from '../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Subvolume } from '../schemas.ts'

/** A person does not make more than this. */
const mostNested = 200
/** Layers of container and VM tools: left to those tools, because there can be thousands. */
const storage = /(^|\/)((docker|containers\/storage)\/btrfs\/subvolumes|var\/lib\/(machines|portables))(\/|$)/

export interface NestedSubvolume {
  readonly id: number
  /** The snapshotted subvolume that it is in. */
  readonly around: Subvolume
  /** Whether another one of these is in it. */
  readonly holdsOthers: boolean
}

export interface Nested {
  /** Outer ones first. */
  readonly nested: readonly NestedSubvolume[]
  readonly leftOut: number
}

/**
 * Those inside each subvolume that are not `apart`: these subvolumes themselves, and where the snapshots are. Read-only ones are
 * left alone: they cannot change, and snapshot tools keep hundreds of them. One with a swap file is left out.
 */
export function findNested(
  tree: ReadonlyMap<number, CatalogueNode>,
  subvolumes: readonly { readonly id: number; readonly subvolume: Subvolume }[],
  apart: ReadonlySet<number>,
  swapIds: ReadonlySet<number>,
): Nested {
  const candidates = [...tree.values()].filter(
    ({ id, readOnly, path }) => !readOnly && !apart.has(id) && !(path !== undefined && storage.test(path)),
  )
  const found = subvolumes.flatMap(({ id: rootId, subvolume }) =>
    descend(candidates, rootId).map((id) => ({ id, around: subvolume })),
  )
  const nested = found.filter(({ id }) => !swapIds.has(id)).slice(0, mostNested)
  const holding = new Set(nested.map(({ id }) => tree.get(id)?.parentId))
  return {
    nested: nested.map((one) => ({ ...one, holdsOthers: holding.has(one.id) })),
    leftOut: found.length - nested.length,
  }
}

export function descend(all: readonly Pick<CatalogueNode, 'id' | 'parentId'>[], rootId: number): readonly number[] {
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
 * name is not UTF-8. Undefined when it is gone, is mounted over, or the listing was forged by a file name.
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
    // It is gone, or is now a link or a file. The caller counts it as left out.
    return undefined
  }
}
