/** Reads stretches of an inventory, and those of two that are not the same. */
import { closeSync } from 'node:fs'
import { openOwn } from '../../../../tools/files/own-file.ts'
import { parseRecord, recordEnd, type InventoryEntry } from '../../inventory/inventory-entry.ts'
import type { Joined } from '../../inventory/merge-join.ts'
import { readStretch } from './damage.ts'
import { openInventory, type Inventory } from './outline-file.ts'
import { pause } from './record-files.ts'
import type { Stretch } from './stretch.ts'

/** All entries of an inventory, in order. */
export function readInventory(file: string): AsyncGenerator<InventoryEntry> {
  return readStretches(file, openInventory(file).stretches)
}

/** AppError "plan-expired" (`isListDamage`) when one is not as it was written: then the inventory was set aside. */
export async function* readStretches(file: string, stretches: readonly Stretch[]): AsyncGenerator<InventoryEntry> {
  for await (const records of readRecordsOf(file, stretches)) {
    for (const record of records) yield parseRecord(record)
  }
}

/** The same as text, without the ends of the records: one stretch after the other. */
export async function* readRecordsOf(file: string, stretches: readonly Stretch[]): AsyncGenerator<readonly string[]> {
  const descriptor = openOwn(file)
  try {
    for (const stretch of stretches) {
      const bytes = readStretch(descriptor, stretch, file)
      yield bytes.toString('latin1', 0, bytes.length - 1).split(recordEnd)
      await pause()
    }
  } finally {
    closeSync(descriptor)
  }
}

/**
 * What differs between two inventories of this laptop, also in what only it knows. Most records of a stretch with one change are
 * the same: those are passed over as text.
 */
export async function* joinUnequal(
  before: Inventory,
  now: Inventory,
): AsyncGenerator<Joined<InventoryEntry, InventoryEntry>> {
  const [ofBefore, ofNow] = [before, now].map(({ stretches }) => new Set(stretches.map(({ exact }) => exact)))
  const lefts = before.stretches.filter(({ exact }) => ofNow?.has(exact) !== true)
  const rights = now.stretches.filter(({ exact }) => ofBefore?.has(exact) !== true)
  const [left, right] = [readFrom(before.file, lefts), readFrom(now.file, rights)]
  try {
    for (;;) {
      await left.fill()
      await right.fill()
      while (left.record !== undefined && left.record === right.record) {
        left.next()
        right.next()
      }
      if (left.isToFill || right.isToFill) continue
      const joined = nextOf(left.entry(), right.entry())
      if (joined === undefined) return
      yield joined
      if (joined.left !== undefined) left.next()
      if (joined.right !== undefined) right.next()
    }
  } finally {
    await Promise.all([left.stop(), right.stop()])
  }
}

function nextOf(
  left: InventoryEntry | undefined,
  right: InventoryEntry | undefined,
): Joined<InventoryEntry, InventoryEntry> | undefined {
  if (left === undefined) return right === undefined ? undefined : { key: right.key, right }
  if (right === undefined || left.key < right.key) return { key: left.key, left }
  return right.key < left.key ? { key: right.key, right } : { key: left.key, left, right }
}

interface Reading {
  /** Reads on where everything read so far was taken. */
  fill(): Promise<void>
  /** There may be more to read before the next record is known. */
  readonly isToFill: boolean
  /** The next one, as text; undefined at the end, and before `fill`. */
  readonly record: string | undefined
  /** The same, parsed. */
  entry(): InventoryEntry | undefined
  next(): void
  stop(): Promise<unknown>
}

function readFrom(file: string, stretches: readonly Stretch[]): Reading {
  const source = readRecordsOf(file, stretches)
  let records: readonly string[] = []
  let at = 0
  let isDone = false
  let parsed: InventoryEntry | undefined
  let last: string | undefined
  return {
    async fill() {
      while (at >= records.length && !isDone) {
        const step = await source.next()
        isDone = step.done === true
        records = step.done === true ? [] : step.value
        at = 0
      }
    },
    get isToFill() {
      return at >= records.length && !isDone
    },
    get record() {
      return records[at]
    },
    entry() {
      const record = records[at]
      if (record === undefined || parsed !== undefined) return parsed
      parsed = parseRecord(record)
      if (last !== undefined && parsed.key <= last) throw new Error('an inventory is not sorted')
      last = parsed.key
      return parsed
    },
    next() {
      at += 1
      parsed = undefined
    },
    stop: () => source.return(undefined),
  }
}
