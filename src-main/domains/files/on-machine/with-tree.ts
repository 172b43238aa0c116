import path from 'node:path'
import { findLayout, homeSource, type Places } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { withNested } from '../../../commons/snapshot-sets/on-machine/find-nested.ts'
import { layoutError } from '../../../commons/snapshot-sets/on-machine/layout-error.ts'
import { treePath } from '../../../commons/snapshot-sets/on-machine/open-tree.ts'
import type { Tree } from '../../../commons/snapshot-sets/schemas.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { RunOptions } from '../../../tools/run.ts'

/** A tree as it can be reached: `root` for programs, `shown` for a person, where it has a place of its own. */
export interface OpenTree {
  readonly root: string
  readonly shown: string
}

/**
 * Hands `use` the root folder of a tree. What is nested now stays the same one while it is used, whatever is renamed.
 * AppError "not-found" when it is not there.
 */
export async function withTree<T>(
  places: Places,
  tree: Tree,
  options: RunOptions,
  use: (open: OpenTree) => Promise<T>,
): Promise<T> {
  const nested = tree.kind === 'now' ? /^nested\/(\d+)$/.exec(tree.folder)?.[1] : undefined
  if (nested !== undefined) return withNestedNow(places, Number(nested), options, use)
  const root = await treePath(places, tree, options)
  return use({ root, shown: root })
}

async function withNestedNow<T>(
  places: Places,
  id: number,
  options: RunOptions,
  use: (open: OpenTree) => Promise<T>,
): Promise<T> {
  const layout = await findLayout(places, options)
  if (layout.kind !== 'ready') throw layoutError(layout)
  const around = homeSource(layout.sources).path
  const done = await withNested(around, id, options, async (root, within) => ({
    value: await use({ root, shown: path.join(around, textFromBytePath(within)) }),
  }))
  if (done !== undefined) return done.value
  throw new AppError({
    code: 'not-found',
    message: 'This subvolume is not there any more.',
    hint: 'Look at an older snapshot of it.',
  })
}

/** The place as a person knows it. */
export function shownPlace(open: OpenTree, within: BytePath): string {
  return path.join(open.shown, textFromBytePath(within))
}
