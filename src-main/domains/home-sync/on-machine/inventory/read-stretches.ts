/** Reads stretches of an inventory, and those of two that are not the same. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { parseRecord, recordEnd, type Entry } from '../../inventory/inventory-entry.ts'
import { mergeJoin, type Joined } from '../../inventory/merge-join.ts'
import { homeMessages } from '../../messages.ts'
import type { Inventory } from './outline-file.ts'
import { pause } from './record-files.ts'
import type { Stretch } from './stretch.ts'

/** AppError "plan-expired" when one is not as it was written. */
export async function* readStretches(file: string, stretches: readonly Stretch[]): AsyncGenerator<Entry> {
  const descriptor = openSync(file, 'r')
  try {
    for (const stretch of stretches) {
      yield* entriesOf(descriptor, stretch, file)
      await pause()
    }
  } finally {
    closeSync(descriptor)
  }
}

/** What differs between two inventories of this laptop, also in what only it knows, and some of what does not. */
export function joinUnequal(before: Inventory, now: Inventory): AsyncGenerator<Joined<Entry, Entry>> {
  const [ofBefore, ofNow] = [before, now].map(({ stretches }) => new Set(stretches.map(({ exact }) => exact)))
  return mergeJoin(
    readStretches(
      before.file,
      before.stretches.filter(({ exact }) => ofNow?.has(exact) !== true),
    ),
    readStretches(
      now.file,
      now.stretches.filter(({ exact }) => ofBefore?.has(exact) !== true),
    ),
  )
}

export function* entriesOf(descriptor: number, { start, end, exact }: Stretch, file: string): Generator<Entry> {
  const bytes = Buffer.alloc(end - start)
  for (let done = 0; done < bytes.length;) {
    const count = readSync(descriptor, bytes, done, bytes.length - done, start + done)
    if (count === 0) break
    done += count
  }
  if (createHash('sha1').update(bytes).digest('hex') !== exact) {
    throw homeMessages.scanExpired({}, { details: file })
  }
  for (const record of bytes.toString('latin1', 0, bytes.length - 1).split(recordEnd)) yield parseRecord(record)
}
