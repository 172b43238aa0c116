/** An inventory from another one: what is not touched is taken over as it stands. */
import { isBelowAny, isLeftOut, parseRecord, type InventoryEntry } from '../../inventory/inventory-entry.ts'
import type { InventoryWriter } from './inventory-writer.ts'
import type { Inventory } from './outline-file.ts'
import { readRecordsOf, readStretches } from './read-stretches.ts'

export interface TouchedKey {
  readonly key: string
  /** With everything below it. */
  readonly isWhole: boolean
}

export interface InventoryPatch {
  readonly touched: readonly TouchedKey[]
  /** What stands at touched keys afterwards, in order. */
  readonly comes: readonly InventoryEntry[]
  /** Nothing of what is left out stays. */
  readonly withoutLeftOut?: boolean
}

export async function patchInventory(
  inventory: Inventory,
  { touched, comes, withoutLeftOut = false }: InventoryPatch,
  writer: InventoryWriter,
): Promise<void> {
  const { file, stretches } = inventory
  const isTouched = createTouch(touched)
  let next = 0
  const writeComing = (before: string | undefined): void => {
    for (let entry = comes[next]; entry !== undefined; entry = comes[next]) {
      if (before !== undefined && entry.key >= before) return
      writer.write(entry)
      next += 1
    }
  }
  writer.begin(inventory)
  for (const [index, stretch] of stretches.entries()) {
    const end = stretches[index + 1]?.first
    const isRewritten = withoutLeftOut && stretch.leftOut.length > 0
    if (writer.isAtCut && !isRewritten && !isTouched.within(index === 0 ? '' : stretch.first, end)) {
      writer.take(stretch)
      continue
    }
    for await (const records of readRecordsOf(file, [stretch])) {
      for (const record of records) {
        const entry = parseRecord(record)
        if (isTouched.at(entry.key) || (withoutLeftOut && isLeftOut(entry))) continue
        writeComing(entry.key)
        writer.keep(entry, record)
      }
    }
    writeComing(end)
  }
  writeComing(undefined)
}

/** What stands at these keys, in order. */
export async function entriesAt(
  { file, stretches }: Inventory,
  touched: readonly TouchedKey[],
): Promise<readonly InventoryEntry[]> {
  const isTouched = createTouch(touched)
  const entries: InventoryEntry[] = []
  const asked = stretches.filter(({ first }, index) => isTouched.within(first, stretches[index + 1]?.first))
  for await (const entry of readStretches(file, asked)) if (isTouched.at(entry.key)) entries.push(entry)
  return entries
}

interface Touch {
  /** To be asked in order. */
  at(key: string): boolean
  /** Whether anything from `first` on and before `end` is touched; to be asked in order. */
  within(first: string, end: string | undefined): boolean
}

function createTouch(touched: readonly TouchedKey[]): Touch {
  const whole = new Set(touched.filter(({ isWhole }) => isWhole).map(({ key }) => key))
  const keys = [...new Set(touched.map(({ key }) => key))].sort()
  let next = 0
  let nextAt = 0
  return {
    at(key) {
      for (let one = keys[nextAt]; one !== undefined && one < key; one = keys[nextAt]) nextAt += 1
      return keys[nextAt] === key || (whole.size > 0 && isBelowAny(key, whole))
    },
    within(first, end) {
      for (let key = keys[next]; key !== undefined && key < first; key = keys[next]) next += 1
      const key = keys[next]
      return (key !== undefined && (end === undefined || key < end)) || isBelowAny(first, whole)
    },
  }
}
