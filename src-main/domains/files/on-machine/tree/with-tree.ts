import path from 'node:path'
import { findLayout, holdingHomes, type Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { withNested } from '../../../../commons/snapshot-sets/on-machine/find-nested.ts'
import { layoutError } from '../../../../commons/snapshot-sets/on-machine/layout-error.ts'
import { snapshotPath } from '../../../../commons/snapshot-sets/on-machine/open-tree.ts'
import type { Layout, Subvolume, Tree } from '../../../../commons/snapshot-sets/schemas.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { filesMessages } from '../../messages.ts'

/** A tree as it can be reached: `root` for programs, `shown` for a person, where it has a place of its own. */
export interface OpenTree {
  readonly root: string
  readonly shown: string
}

export interface TreeOptions extends RunOptions {
  /** Saves looking at the layout again. */
  readonly layout?: Layout
}

/**
 * Hands `use` the root folder of a tree. What is nested now stays the same one while it is used, whatever is renamed.
 * AppError "not-found" when it is not there.
 */
export async function withTree<T>(
  places: Places,
  tree: Tree,
  { layout: known, ...options }: TreeOptions,
  use: (open: OpenTree) => Promise<T>,
): Promise<T> {
  if (tree.kind === 'snapshot') {
    const root = snapshotPath(places.stateFolder, tree.setId, tree.subvolume)
    return use({ root, shown: root })
  }
  const layout = known ?? (await findLayout(places, options))
  if (layout.kind !== 'ready') throw layoutError(layout)
  const nested = /^nested\/(\d+)$/.exec(tree.subvolume)?.[1]
  if (nested !== undefined) return withNestedNow(layout.subvolumes, Number(nested), options, use)
  const root = layout.subvolumes.find(({ subvolume }) => subvolume === tree.subvolume)?.path
  if (root === undefined) throw filesMessages.subvolumeGone({})
  return use({ root, shown: root })
}

async function withNestedNow<T>(
  subvolumes: readonly Subvolume[],
  id: number,
  options: RunOptions,
  use: (open: OpenTree) => Promise<T>,
): Promise<T> {
  for (const { path: around } of holdingHomes(subvolumes)) {
    const done = await withNested(around, id, options, async (root, within) => ({
      value: await use({ root, shown: path.join(around, textFromBytePath(within)) }),
    }))
    if (done !== undefined) return done.value
  }
  throw filesMessages.subvolumeGone({})
}
