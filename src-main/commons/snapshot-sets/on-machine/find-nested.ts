/** Writable subvolumes inside another one: a snapshot of the outer one has only empty folders in their place. */
import { closeSync, constants, openSync } from 'node:fs'
import { bufferFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { listReadOnlyIds, listSubvolumes, readSubvolumeId, resolveSubvolume } from '../../../tools/btrfs-subvolume.ts'
import type { ListedSubvolume } from '../../../tools/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'

/** Container storage can have thousands; then it is the tool's business, not a person's work. */
const mostNested = 200

export interface Nested {
  /** Subvolume ids, outer ones first. */
  readonly nested: readonly number[]
  readonly leftOut: number
}

/** Read-only ones are left alone: they cannot change, and snapshot tools keep hundreds of them. */
export async function findNested(root: string, stateFolder: string, options: RunOptions): Promise<Nested> {
  const [all, readOnly, rootId, stateId] = await Promise.all([
    listSubvolumes(root, options),
    listReadOnlyIds(root, options),
    readSubvolumeId(root, options),
    readSubvolumeId(stateFolder, options),
  ])
  const inside = descend(
    all.filter(({ id }) => !readOnly.has(id) && id !== stateId),
    rootId,
  )
  return { nested: inside.slice(0, mostNested), leftOut: Math.max(0, inside.length - mostNested) }
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
