import { statSync } from 'node:fs'
import { formatRecord, recordEnd, type InventoryEntry } from '../../inventory/inventory-entry.ts'
import { readUndamaged } from './damage.ts'
import type { Inventory } from './outline-file.ts'
import { createRecordWriter } from './record-files.ts'
import { isUsualCutAfter, OpenStretch, type Stretch } from './stretch.ts'

export interface InventoryWriter {
  /** To be called with the entries in order. */
  write(entry: InventoryEntry): void
  /** The same with one of another inventory, as it stands there: `record` is its text without the end. */
  keep(entry: InventoryEntry, record: string): void
  /** Before anything is written: where `take` finds its stretches. What is not taken of them costs room alone. */
  begin(from: Inventory): void
  /** Takes over a stretch of that inventory as it stands; only where `isAtCut`. */
  take(stretch: Stretch): void
  /** Between two stretches. */
  readonly isAtCut: boolean
  /** Gives all stretches. Must be called even when writing failed. `durable` flushes to the disk. */
  close(durable?: boolean): readonly Stretch[]
}

/** An inventory that shares another's bytes grows by what changed. Beyond this there is too much in it that is nobody's. */
const bytesForEachLive = 2
const bytesAlways = 1 << 20

export interface WriterOptions {
  /** How an entry that is written stands in the inventory. */
  readonly as?: (entry: InventoryEntry) => InventoryEntry
  /** Where stretches end: by names alone. */
  readonly isCutAfter?: (entry: InventoryEntry) => boolean
}

export function createInventoryWriter(file: string, options: WriterOptions = {}): InventoryWriter {
  const { as = (entry: InventoryEntry) => entry, isCutAfter = isUsualCutAfter } = options
  const records = createRecordWriter(file)
  const stretches: Stretch[] = []
  let from: { readonly file: string; readonly isShared: boolean } | undefined
  let open: OpenStretch | undefined
  const endStretch = (): void => {
    if (open !== undefined) stretches.push(open.close(records.length))
    open = undefined
  }
  const add = (entry: InventoryEntry, record: string): void => {
    open ??= new OpenStretch(records.length, entry.key)
    open.add(entry, record)
    records.write(record)
    if (isCutAfter(entry)) endStretch()
  }
  return {
    write(written) {
      const entry = as(written)
      add(entry, formatRecord(entry))
    },
    keep: (entry, record) => add(entry, record + recordEnd),
    begin({ file: source, stretches: there }) {
      const isShared = isWorthSharing(source, there)
      from = { file: source, isShared }
      if (isShared) readUndamaged(source, () => records.share(source))
    },
    take(stretch) {
      if (from === undefined) throw new Error(`${file} has not begun with another inventory`)
      const { file: source, isShared } = from
      const { start, end } = stretch
      const at = isShared ? start : records.length
      if (!isShared) readUndamaged(source, () => records.copy(source, start, end))
      stretches.push({ ...stretch, start: at, end: at + end - start })
    },
    get isAtCut() {
      return open === undefined
    },
    close(durable = false) {
      endStretch()
      records.close(durable)
      return stretches
    },
  }
}

function isWorthSharing(file: string, stretches: readonly Stretch[]): boolean {
  const live = stretches.reduce((sum, { start, end }) => sum + end - start, 0)
  return statSync(file).size <= Math.max(bytesAlways, live * bytesForEachLive)
}
