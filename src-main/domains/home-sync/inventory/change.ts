/**
 * One line of a list of changes: what happened to one name on one laptop since an earlier inventory of it. Sorted and
 * ended like the records of an inventory, which have the change time and inode where the kind stands here:
 *
 *   KEY 01 01 KIND TYPE MODE USER GROUP SIZE MTIME LEADER-LENGTH LEADER TARGET
 */
import { keyEnd, keyOfRecord, recordEnd } from './inventory-entry.ts'

/** From here on it is worth sending only what differs of a file. */
export const worthSeedingBytes = 256 * 1024

/**
 * retyped: a folder is a file now, a file a link, and so on.
 * touched: only its change time moved, or how it is linked: its attributes or contents may be others, or may not.
 */
export type InventoryChangeKind = 'added' | 'changed' | 'retyped' | 'touched' | 'deleted'

export interface InventoryChange {
  readonly key: string
  readonly kind: InventoryChangeKind
  /** As it is now, or as it was when it is gone. */
  readonly shared: string
}

const changeKinds: ReadonlySet<string> = new Set(['added', 'changed', 'retyped', 'touched', 'deleted'])

function isChangeKind(word: string): word is InventoryChangeKind {
  return changeKinds.has(word)
}

export function parseChange(record: string): InventoryChange {
  const key = keyOfRecord(record)
  const rest = record.slice(key.length + keyEnd.length)
  const kindEnd = rest.indexOf(' ')
  const kind = rest.slice(0, Math.max(0, kindEnd))
  if (!isChangeKind(kind)) throw new Error(`not a record of a change: ${JSON.stringify(record.slice(0, 200))}`)
  return { key, kind, shared: rest.slice(kindEnd + 1) }
}

export function formatChange({ key, kind, shared }: InventoryChange): string {
  return `${key}${keyEnd}${kind} ${shared}${recordEnd}`
}
