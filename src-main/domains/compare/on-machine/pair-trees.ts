/**
 * Pairs the entries of the two trees as a person would:
 *
 * - A folder is the same folder wherever it was moved. One that was removed and made again in the same place counts as
 *   the same.
 * - Anything else is paired by place first: the same name in the same folder is the earlier and the later version,
 *   because programs save a file by writing a new one and renaming it.
 * - What remains is a renamed file, if it is the same inode under another name.
 */
import type { BytePath } from '../../../kernel/byte-path.ts'
import { isSameFile, nameOf, type TreeEntry } from '../../../commons/tree-changes/on-machine/tree-entry.ts'

export interface PairedEntries {
  readonly one: TreeEntry
  readonly other: TreeEntry
  /** It has another name or is in another folder. A renamed folder around it does not count. */
  readonly moved: boolean
}

export interface PairedTrees {
  readonly pairs: readonly PairedEntries[]
  /** Only in the earlier tree. */
  readonly gone: readonly TreeEntry[]
  /** Only in the later tree. */
  readonly come: readonly TreeEntry[]
}

export function pairTrees(one: TreeEntry, other: TreeEntry): PairedTrees {
  const earlierOf = new Map<TreeEntry, TreeEntry>()
  const taken = new Set<TreeEntry>()
  const pair = (earlier: TreeEntry, later: TreeEntry): void => {
    earlierOf.set(later, earlier)
    taken.add(earlier)
  }
  const earlier = allOf(one)
  const later = allOf(other)
  pair(one, other)
  pairSameFolders(earlier, later, pair)
  for (const entry of later) {
    if (earlierOf.has(entry)) continue
    const inItsPlace = placeBefore(entry, earlierOf)
    if (inItsPlace !== undefined && !taken.has(inItsPlace)) pair(inItsPlace, entry)
  }
  const remaining = later.filter((entry) => !earlierOf.has(entry))
  pairRenamed(
    earlier.filter((entry) => !taken.has(entry)),
    remaining,
    pair,
  )
  return {
    pairs: [...earlierOf].map(([after, before]) => ({
      one: before,
      other: after,
      moved: after !== other && placeBefore(after, earlierOf) !== before,
    })),
    gone: earlier.filter((entry) => !taken.has(entry)),
    come: remaining.filter((entry) => !earlierOf.has(entry)),
  }
}

/** Folders before what is in them. */
function allOf(root: TreeEntry): readonly TreeEntry[] {
  const all = [root]
  for (const entry of all) for (const child of entry.children?.values() ?? []) all.push(child)
  return all
}

function pairSameFolders(
  earlier: readonly TreeEntry[],
  later: readonly TreeEntry[],
  pair: (one: TreeEntry, other: TreeEntry) => void,
): void {
  const folders = new Map<number, TreeEntry>()
  for (const entry of earlier) if (isInnerFolder(entry)) folders.set(entry.facts.ino, entry)
  for (const entry of later) {
    const same = isInnerFolder(entry) ? folders.get(entry.facts.ino) : undefined
    if (same !== undefined && isSameFile(same.facts, entry.facts)) pair(same, entry)
  }
}

function isInnerFolder({ facts, parent }: TreeEntry): boolean {
  return facts.type === 'folder' && parent !== undefined
}

/** What had its name in the same folder in the earlier tree. */
function placeBefore(entry: TreeEntry, earlierOf: ReadonlyMap<TreeEntry, TreeEntry>): TreeEntry | undefined {
  const folder = entry.parent === undefined ? undefined : earlierOf.get(entry.parent)
  return folder?.children?.get(nameOf(entry.path))
}

/** Sorted by path, so that a file with several names is always reported the same way. */
function pairRenamed(
  gone: readonly TreeEntry[],
  come: readonly TreeEntry[],
  pair: (one: TreeEntry, other: TreeEntry) => void,
): void {
  const names = new Map<number, TreeEntry[]>()
  for (const entry of gone.toSorted(byPath)) {
    if (entry.facts.type === 'folder') continue
    const known = names.get(entry.facts.ino)
    if (known === undefined) names.set(entry.facts.ino, [entry])
    else known.push(entry)
  }
  if (names.size === 0) return
  for (const entry of come.toSorted(byPath)) {
    const known = names.get(entry.facts.ino)
    const [first] = known ?? []
    if (first === undefined || !isSameFile(first.facts, entry.facts)) continue
    known?.shift()
    pair(first, entry)
  }
}

export function byPath(one: { readonly path: BytePath }, other: { readonly path: BytePath }): number {
  return one.path < other.path ? -1 : one.path > other.path ? 1 : 0
}
