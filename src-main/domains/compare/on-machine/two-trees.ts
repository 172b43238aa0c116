/** What is to be compared: all of both trees, or what may be different in them. */
import {
  addEntry,
  isPlaceholder,
  namesIn,
  pathBelow,
  readFacts,
  rootEntry,
  type TreeEntry,
} from '../../../commons/tree-changes/on-machine/tree-entry.ts'
import type { ByteRange } from '../../../commons/tree-changes/on-machine/replay.ts'
import type { Yielding } from '../../../commons/tree-changes/on-machine/yielding.ts'

/** What the stream said of a file that is the same one on both sides. */
export interface Touch {
  readonly ranges: readonly ByteRange[]
  readonly xattrs: boolean
}

export interface TwoTrees {
  readonly one: TreeEntry
  readonly other: TreeEntry
  /** By inode number in the later tree; undefined when nothing said what was touched. One that is not in it was not. */
  readonly touches: ReadonlyMap<number, Touch> | undefined
}

/** Both trees whole. Nested subvolumes are other trees: their places are left out. */
export async function walkBoth(one: string, other: string, yielding: Yielding, tell: (seen: number) => void) {
  let seen = 0
  const count = () => tell((seen += 1))
  return {
    one: await walk(one, yielding, count),
    other: await walk(other, yielding, count),
    touches: undefined,
  } satisfies TwoTrees
}

async function walk(root: string, yielding: Yielding, count: () => void): Promise<TreeEntry> {
  const top = rootEntry(root)
  const folders = [top]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of namesIn(root, folder.path)) {
      const facts = readFacts(root, pathBelow(folder.path, name))
      if (facts === undefined || isPlaceholder(facts)) continue
      const entry = addEntry(folder, name, facts)
      if (facts.type === 'folder') folders.push(entry)
      count()
      const turn = yielding.next()
      if (turn !== undefined) await turn
    }
  }
  return top
}
