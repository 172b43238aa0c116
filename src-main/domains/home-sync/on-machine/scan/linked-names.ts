import { namesOfLinked } from '../../../../commons/tree-changes/on-machine/touched-paths.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { isAtOrBelow, keyOfPath } from '../../inventory/inventory-entry.ts'

export interface TreeOfSubvolumes {
  readonly root: string
  /** As paths below `root`; '' is the one that `root` is in. */
  readonly subvolumes: readonly BytePath[]
  /** Where `root` is in that one: '' when it is its root folder. */
  readonly within: BytePath
}

/** All names in the tree of the files with several that are at or below `starts`. */
export async function linkedNames(
  tree: TreeOfSubvolumes,
  starts: readonly BytePath[],
  options: RunOptions,
): Promise<readonly BytePath[]> {
  const inner = tree.subvolumes.filter((subvolume) => subvolume !== '').toSorted()
  const startsIn = new Map<BytePath, BytePath[]>()
  for (const start of starts) {
    const around = inner.findLast((subvolume) => isIn(start, subvolume)) ?? ''
    startsIn.set(around, [...(startsIn.get(around) ?? []), start.slice(around === '' ? 0 : around.length + 1)])
  }
  const found: BytePath[] = []
  for (const [subvolume, below] of startsIn) {
    const { top, before } = subvolume === '' ? topOf(tree) : { top: placeIn(tree.root, subvolume), before: '' }
    const asked = below.map((start) => before + start)
    const names = await namesOfLinked(top, asked, options)
    const inTree = names.filter((name) => name.startsWith(before)).map((name) => name.slice(before.length))
    found.push(...inTree.map((name) => joinPath(subvolume, name)))
  }
  return found
}

/** The root folder of the subvolume that the tree is in, and where the tree is in that. */
export function topOf({ root, within }: Pick<TreeOfSubvolumes, 'root' | 'within'>): {
  readonly top: string
  readonly before: string
} {
  if (within === '') return { top: root, before: '' }
  return { top: root.slice(0, -(Buffer.from(within, 'latin1').toString('utf8').length + 1)), before: `${within}/` }
}

function isIn(path: BytePath, subvolume: BytePath): boolean {
  return isAtOrBelow(keyOfPath(path), keyOfPath(subvolume))
}

/** Of one whose path is text, as the kernel is asked by such alone. */
export function placeIn(root: string, subvolume: BytePath): string {
  return subvolume === '' ? root : `${root}/${Buffer.from(subvolume, 'latin1').toString('utf8')}`
}

export function joinPath(folder: BytePath, name: BytePath): BytePath {
  if (folder === '') return name
  return name === '' ? folder : `${folder}/${name}`
}
