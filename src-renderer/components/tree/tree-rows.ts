/** A tree whose folders are read when they are opened, as the rows that are drawn. Pure. */
import { formatCount } from '../../../src-main/kernel/units.ts'
import type { WireError } from '../../../src-main/contract/wire-error.ts'
import { texts } from '../texts.ts'

/** What any tree knows of what is in it; a path tells it from all others. */
export interface TreeNode {
  readonly path: string
  readonly hasChildren: boolean
}

export type FolderState<C extends TreeNode> =
  | { readonly kind: 'failed'; readonly error: WireError }
  | {
      readonly kind: 'known'
      /** The first of them; a folder may have more than anybody reads. */
      readonly children: readonly C[]
      readonly total: number
      /** Why the next could not be read. */
      readonly problem?: string
    }

export type TreeRow<C extends TreeNode> =
  | {
      readonly kind: 'child'
      readonly child: C
      readonly level: number
      readonly open: boolean
      /** Its place among those of its folder, from 1. */
      readonly position: number
      readonly siblings: number
    }
  | {
      /** "more" reads the next when it is chosen. */
      readonly kind: 'note' | 'more'
      readonly path: string
      readonly level: number
      readonly text: string
    }

/** `folders` holds what is known of each folder by its path; the top is "". One that is not there is being read. */
export function treeRows<C extends TreeNode>(
  folders: ReadonlyMap<string, FolderState<C>>,
  open: ReadonlySet<string>,
  path = '',
  level = 1,
): readonly TreeRow<C>[] {
  const folder = folders.get(path)
  if (folder === undefined) return [{ kind: 'note', path, level, text: texts.readingFolder }]
  if (folder.kind === 'failed') return [{ kind: 'note', path, level, text: folder.error.message }]
  const rows: TreeRow<C>[] = []
  folder.children.forEach((child, index) => {
    const isOpen = child.hasChildren && open.has(child.path)
    rows.push({ kind: 'child', child, level, open: isOpen, position: index + 1, siblings: folder.total })
    // Not spread: a folder may have more children than a call takes arguments.
    if (isOpen) for (const row of treeRows(folders, open, child.path, level + 1)) rows.push(row)
  })
  const left = folder.total - folder.children.length
  if (left > 0) rows.push({ kind: 'more', path, level, text: folder.problem ?? moreText(left) })
  return rows
}

/** So many children of a folder are read at a time. */
export const childrenAtATime = 1_000

function moreText(left: number): string {
  return left <= childrenAtATime
    ? texts.showOthers(formatCount(left))
    : texts.showNext(formatCount(childrenAtATime), formatCount(left))
}

/** "a", "a/b" for "a/b/c" */
export function foldersAround(path: string): readonly string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index))
}

/** Stays the same while rows come and go above it. */
export function keyOfRow<C extends TreeNode>(row: TreeRow<C>): string {
  return row.kind === 'child' ? row.child.path : `${row.path}/\0`
}

export type TreeMove =
  { readonly kind: 'select'; readonly index: number } | { readonly kind: 'open' | 'close'; readonly path: string }

/** What the right and left arrows do at a row, as in every tree. */
export function sideways<C extends TreeNode>(
  rows: readonly TreeRow<C>[],
  index: number,
  key: string,
): TreeMove | undefined {
  const row = rows[index]
  if (row?.kind !== 'child') return undefined
  if (key === 'ArrowRight' && row.child.hasChildren)
    return row.open ? { kind: 'select', index: index + 1 } : { kind: 'open', path: row.child.path }
  if (key !== 'ArrowLeft') return undefined
  if (row.open) return { kind: 'close', path: row.child.path }
  const parent = rows.findLastIndex((other, at) => at < index && other.level < row.level)
  return parent < 0 ? undefined : { kind: 'select', index: parent }
}
