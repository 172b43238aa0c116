/** How two records of one path differ that have checksums in place of what only one laptop knows. */
import type { DiffersIn } from '../../../contract/verify-calls.ts'
import { fieldsOf, type InventoryEntry, type EntryFields } from './inventory-entry.ts'

/** Contents that a disk did not give are equal to nothing. */
export const unreadableMark = '!'

/** Neither is left out. Nothing when they are equal, but for how they are linked, which its caller may leave aside. */
export function differsIn(one: InventoryEntry, other: InventoryEntry): readonly DiffersIn[] {
  const [a, b] = [fieldsOf(one.shared), fieldsOf(other.shared)]
  if (a.type !== b.type) return ['type']
  const [[contents, attributes], [otherContents, otherAttributes]] = [checksumsOf(one), checksumsOf(other)]
  const differs: DiffersIn[] = []
  if (contents !== otherContents) differs.push(isUnread(contents, otherContents) ? 'unreadable' : 'contents')
  if (a.target !== b.target) differs.push('target')
  if (a.mode !== b.mode) differs.push('mode')
  if (a.user !== b.user || a.group !== b.group) differs.push('owner')
  if (a.mtime !== b.mtime) differs.push('time')
  if (attributes !== otherAttributes) differs.push('attributes')
  return differs
}

/** The time of a folder moves when anything in it does, and tools keep the time of a link or do not. */
export function isTimeAlone(differs: readonly DiffersIn[], { type }: Pick<EntryFields, 'type'>): boolean {
  return differs.length === 1 && differs[0] === 'time' && (type === 'd' || type === 'l')
}

function checksumsOf({ local }: InventoryEntry): readonly [contents: string, attributes: string] {
  const [contents = '', attributes = ''] = local.split(' ')
  return [contents, attributes]
}

function isUnread(...contents: readonly string[]): boolean {
  return contents.some((one) => one.startsWith(unreadableMark))
}
