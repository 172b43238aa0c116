/** Nested subvolumes. A snapshot of the outer one has only empty folders in their place. */
import { closeSync, constants, openSync } from 'node:fs'
import path from 'node:path'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { Message } from '../../../kernel/message.ts'
import type { CatalogueNode } from '../../../tools/btrfs/btrfs-catalogue.ts'
import { topLevelId } from '../../../tools/btrfs/btrfs-roots.ts'
import { readSubvolumeId, resolveSubvolume } from '../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { snapshotSetsMessages, type NestedRefusal } from '../messages.ts'
import type { Subvolume } from '../schemas.ts'
import { whoseSubvolume } from './whose-subvolume.ts'

/** A person does not make more than this. */
const mostNested = 200
/** Layers of container and VM tools: left to those tools, because there can be thousands. */
const storage = /(^|\/)((docker|containers\/storage)\/btrfs\/subvolumes|var\/lib\/(machines|portables))(\/|$)/

/** Of those that are left out. */
const mostNamed = 20

export interface NestedSubvolume {
  readonly id: number
  /** The snapshotted subvolume that it is in. */
  readonly around: Subvolume
  /** Whether another one of these is in it. */
  readonly holdsOthers: boolean
  /** Nothing in it can be changed. */
  readonly readOnly: boolean
}

export interface Nested {
  /** Outer ones first. */
  readonly nested: readonly NestedSubvolume[]
  readonly leftOut: number
  /** The first of those. */
  readonly named: readonly Message[]
}

interface FindNested {
  readonly tree: ReadonlyMap<number, CatalogueNode>
  readonly subvolumes: readonly { readonly id: number; readonly subvolume: Subvolume }[]
  /** These subvolumes themselves, and where the snapshots are. */
  readonly apart: ReadonlySet<number>
  /** Where pc-switcher keeps what is its own, from the top level, with a slash at its end. */
  readonly stateOnDisk: BytePath
  readonly swapIds: ReadonlySet<number>
}

/**
 * Those inside each subvolume. Snapshots stay where they are: tools keep hundreds of them. One with a swap file cannot be
 * snapshotted.
 */
export function findNested({ tree, subvolumes, apart, stateOnDisk, swapIds }: FindNested): Nested {
  const candidates = [...tree.values()].filter(
    (node) => !apart.has(node.id) && !isOfPrograms(node, stateOnDisk) && !isSnapshot(node),
  )
  const found = subvolumes.flatMap(({ id: rootId, subvolume }) =>
    descend(candidates, rootId).flatMap((id) => {
      const node = tree.get(id)
      return node === undefined ? [] : [{ id, around: subvolume, rootId, node }]
    }),
  )
  const usable = found.filter(({ id, node }) => !swapIds.has(id) && !isOrphan(node))
  const nested = usable.slice(0, mostNested)
  const isTaken = new Set(nested.map(({ id }) => id))
  const holding = new Set(nested.map(({ node }) => node.parentId))
  const missing = found.filter(({ id }) => !isTaken.has(id))
  const whyNot = ({ id, node }: (typeof missing)[number]): NestedRefusal => {
    if (swapIds.has(id)) return 'swap-file'
    return isOrphan(node) ? 'orphan' : 'too-many'
  }
  return {
    nested: nested.map(({ id, around, node: { readOnly } }) => ({
      ...{ id, around, readOnly },
      holdsOthers: holding.has(id),
    })),
    leftOut: missing.length,
    named: missing.slice(0, mostNamed).flatMap((one) => {
      const outer = one.rootId === topLevelId ? '' : tree.get(one.rootId)?.path
      const { path: whole } = one.node
      if (whole === undefined || outer === undefined) return []
      const place = path.join(one.around.path, textFromBytePath(outer === '' ? whole : whole.slice(outer.length + 1)))
      return [snapshotSetsMessages.withoutNested({ place, why: whyNot(one) })]
    }),
  }
}

function isOfPrograms({ path: at }: CatalogueNode, stateOnDisk: BytePath): boolean {
  return at !== undefined && (storage.test(at) || at.startsWith(stateOnDisk))
}

function isSnapshot(node: CatalogueNode): boolean {
  return node.readOnly && whoseSubvolume(node) === 'snapshot'
}

function isOrphan(node: CatalogueNode): boolean {
  return node.readOnly && whoseSubvolume(node) === 'orphan'
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
