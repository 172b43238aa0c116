/** When two entries are the same, for different purposes. All compare names of owners, never numbers. */
import { fieldsOf, leftOut } from './inventory-entry.ts'

/** Same type, mode, owner, size, time and target; the time of a folder and how a file is linked do not count. */
export function isSameExceptLinksAndFolderTime(one: string, other: string): boolean {
  if (one === other) return true
  if (one === leftOut || other === leftOut) return false
  const a = fieldsOf(one)
  const b = fieldsOf(other)
  if (a.type !== b.type || a.mode !== b.mode || a.user !== b.user || a.group !== b.group) return false
  if (a.size !== b.size || a.target !== b.target) return false
  // A link is what it points to; tools that copy links keep its time or do not.
  return a.type === 'd' || a.type === 'l' || a.mtime === b.mtime
}

/** Whether reading both can still find the same contents: regular files of one size. */
export function mayHaveSameContents(one: string, other: string): boolean {
  const a = fieldsOf(one)
  const b = fieldsOf(other)
  return a.type === 'f' && b.type === 'f' && a.size === b.size
}

/** Who may do what with both is the same. */
export function haveSameRights(one: string, other: string): boolean {
  const a = fieldsOf(one)
  const b = fieldsOf(other)
  return a.mode === b.mode && a.user === b.user && a.group === b.group
}
