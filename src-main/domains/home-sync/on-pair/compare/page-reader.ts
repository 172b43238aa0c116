/** Records one after the other out of pages of them; the page after this one is on its way while this one is looked through. */
import { keyOfRecord, parseRecord, type InventoryEntry } from '../../inventory/inventory-entry.ts'

export interface PageReader {
  /** Of the next record; undefined at the end, and while `needsPage`. */
  readonly key: string | undefined
  /** All of this page was taken, and there may be another one. */
  readonly needsPage: boolean
  /** Waits for the next page where one is needed. */
  fill(): Promise<void>
  /** The next record. */
  take(): InventoryEntry
  /** Must be called. */
  close(): Promise<void>
}

/** Throws when the keys do not rise from record to record. */
export function createPageReader(pages: AsyncGenerator<readonly string[]>): PageReader {
  let records: readonly string[] = []
  let at = 0
  let isEnded = false
  let key: string | undefined
  let last = ''
  let coming = ask()

  function ask(): Promise<IteratorResult<readonly string[], unknown>> {
    const page = pages.next()
    // It fails where it is waited for.
    page.catch(() => undefined)
    return page
  }
  function look(): void {
    const record = records[at]
    key = record === undefined ? undefined : keyOfRecord(record)
    if (key !== undefined && key <= last) throw new Error('an inventory is not sorted')
  }
  return {
    get key() {
      return key
    },
    get needsPage() {
      return key === undefined && !isEnded
    },
    async fill() {
      while (key === undefined && !isEnded) {
        const page = await coming
        isEnded = page.done === true
        if (page.done === true) return
        coming = ask()
        records = page.value
        at = 0
        look()
      }
    },
    take() {
      const record = records[at]
      if (record === undefined) throw new Error('there is no further record')
      const entry = parseRecord(record)
      last = entry.key
      at += 1
      look()
      return entry
    },
    async close() {
      await coming.catch(() => undefined)
      await pages.return(undefined)
    },
  }
}
