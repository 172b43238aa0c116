/** The tree of what differs as the rows that are drawn. Pure. */
import type { calls } from '../../../src-main/contract/calls.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import { formatCount } from '../../../src-main/kernel/units.ts'
import { texts } from './texts.ts'

export type TreeChild = Output<(typeof calls)['compareTree']>['children'][number]

export type FolderState =
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'known'
      /** The first of them; a folder may have more than anybody reads. */
      readonly children: readonly TreeChild[]
      readonly total: number
      /** Why the next could not be read. */
      readonly problem?: string
    }

export type TreeRow =
  | {
      readonly kind: 'child'
      readonly child: TreeChild
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
export function treeRows(
  folders: ReadonlyMap<string, FolderState>,
  open: ReadonlySet<string>,
  path = '',
  level = 1,
): readonly TreeRow[] {
  const folder = folders.get(path)
  if (folder === undefined) return [{ kind: 'note', path, level, text: texts.readingFolder }]
  if (folder.kind === 'failed') return [{ kind: 'note', path, level, text: folder.message }]
  const rows: TreeRow[] = []
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

/** What to open by itself: a folder with nothing but one folder in it says nothing alone. */
export function onlyFolderOf(children: readonly TreeChild[]): string | undefined {
  const [first] = children
  return children.length === 1 && first?.hasChildren === true && first.change === undefined ? first.path : undefined
}

/** "a", "a/b" for "a/b/c" */
export function foldersAround(path: string): readonly string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index))
}

/** Stays the same while rows come and go above it. */
export function keyOfRow(row: TreeRow): string {
  return row.kind === 'child' ? row.child.path : `${row.path}/\0`
}

export type TreeMove =
  { readonly kind: 'select'; readonly index: number } | { readonly kind: 'open' | 'close'; readonly path: string }

/** What the right and left arrows do at a row, as in every tree. */
export function sideways(rows: readonly TreeRow[], index: number, key: string): TreeMove | undefined {
  const row = rows[index]
  if (row?.kind !== 'child') return undefined
  if (key === 'ArrowRight' && row.child.hasChildren)
    return row.open ? { kind: 'select', index: index + 1 } : { kind: 'open', path: row.child.path }
  if (key !== 'ArrowLeft') return undefined
  if (row.open) return { kind: 'close', path: row.child.path }
  const parent = rows.findLastIndex((other, at) => at < index && other.level < row.level)
  return parent < 0 ? undefined : { kind: 'select', index: parent }
}
