import { formatRecord, recordEnd, type Entry } from '../../inventory/inventory-entry.ts'
import { readUndamaged } from './damage.ts'
import { createRecordWriter } from './record-files.ts'
import { isUsualCutAfter, OpenStretch, type Stretch } from './stretch.ts'

export interface InventoryWriter {
  /** To be called with the entries in order. */
  write(entry: Entry): void
  /** The same with one of another inventory, as it stands there: `record` is its text without the end. */
  keep(entry: Entry, record: string): void
  /** Takes over stretches of another inventory that follow one another, as they stand; only where `isAtCut`. */
  take(inventory: string, stretches: readonly Stretch[]): void
  /** Between two stretches. */
  readonly isAtCut: boolean
  /** Gives all stretches. Must be called even when writing failed. `durable` flushes to the disk. */
  close(durable?: boolean): readonly Stretch[]
}

export interface WriterOptions {
  /** How an entry that is written stands in the inventory. */
  readonly as?: (entry: Entry) => Entry
  /** Where stretches end: by names alone. */
  readonly isCutAfter?: (entry: Entry) => boolean
}

export function createInventoryWriter(file: string, options: WriterOptions = {}): InventoryWriter {
  const { as = (entry: Entry) => entry, isCutAfter = isUsualCutAfter } = options
  const records = createRecordWriter(file)
  const stretches: Stretch[] = []
  let open: OpenStretch | undefined
  const endStretch = (): void => {
    if (open !== undefined) stretches.push(open.close(records.length))
    open = undefined
  }
  const add = (entry: Entry, record: string): void => {
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
    take(inventory, taken) {
      const [first, last] = [taken[0], taken.at(-1)]
      if (first === undefined || last === undefined) return
      const shift = records.length - first.start
      readUndamaged(inventory, () => records.copy(inventory, first.start, last.end))
      for (const stretch of taken) {
        stretches.push({ ...stretch, start: stretch.start + shift, end: stretch.end + shift })
      }
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
