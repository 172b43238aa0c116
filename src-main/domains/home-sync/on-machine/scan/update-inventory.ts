/**
 * The inventory of a frozen tree from the inventory of an earlier one: the kernel tells what may be different, that is
 * looked at, and the rest is taken over as it stands. It costs what changed, and two ways through the earlier list.
 */
import { AppError } from '../../../../kernel/app-error.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { Matcher } from '../../exclusions/exclusion-matcher.ts'
import { keyOfPath, keyOfRecord, parseRecord, type Entry } from '../../inventory/inventory-entry.ts'
import { findTouched, type Touched } from './find-touched.ts'
import { readLeftOut } from './left-out-before.ts'
import { expandTouched, listKeys } from './list-touched.ts'
import { readPieces } from './record-files.ts'

/** A read-only subvolume. Nested ones, read-only too, stand in their places inside. */
export interface FrozenTree {
  /** Its root folder; of a folder in it the kernel cannot tell. */
  readonly root: string
  /** All of them, as paths below the tree: '' is the tree itself. */
  readonly subvolumes: readonly BytePath[]
}

export interface InventoryUpdate {
  readonly before: FrozenTree & {
    /** The file. */
    readonly inventory: string
    /** Device files there were, which an inventory does not name. */
    readonly devices: number
  }
  readonly now: FrozenTree
  readonly isExcluded: Matcher
}

/** Why all of the tree has to be listed: there are other subvolumes in it, or the kernel cannot tell what changed. */
export type WalkReason = 'other-subvolumes' | 'not-told'

export interface UpdatedInventory {
  readonly devices: number
  /** How many names were looked at again. */
  readonly touched: number
}

/**
 * Calls `write` with the entries of `now` in order, those left out included, as a full listing would give them. Nothing
 * was written when it has to be walked.
 */
export async function updateInventory(
  { before, now, isExcluded }: InventoryUpdate,
  write: (entry: Entry) => void,
  options: RunOptions,
): Promise<UpdatedInventory | { readonly walk: WalkReason }> {
  const subvolumes = now.subvolumes.toSorted()
  if (subvolumes.join('\0') !== before.subvolumes.toSorted().join('\0')) return { walk: 'other-subvolumes' }
  const found = await lookAgain({ before, now: { ...now, subvolumes }, isExcluded }, options)
  if (found === undefined) return { walk: 'not-told' }
  const { touched, there, wasThere } = found
  const listed = await listKeys(now.root, there.keys, isExcluded, options)
  await merge({ inventory: before.inventory, touched, listed }, write)
  return { devices: before.devices - wasThere.devices + there.devices, touched: there.keys.length }
}

/** Undefined when the kernel cannot tell, or something lies so deep that no path leads to it. */
async function lookAgain({ before, now, isExcluded }: InventoryUpdate, options: RunOptions) {
  const leftOut = await readLeftOut(before.inventory, isExcluded)
  const trees = { before: before.root, now: now.root, subvolumes: now.subvolumes }
  const isLeftOut = (key: string) => isExcluded(key) !== undefined
  try {
    const touched = await findTouched(trees, { leftOut, isExcluded }, options)
    if (touched === undefined) return undefined
    const there = await expandTouched(now.root, touched, isLeftOut, options)
    const wasThere = await expandTouched(before.root, touched, leftOut.has, options)
    return { touched, there, wasThere }
  } catch (error) {
    const reason = error instanceof AppError ? error.cause : error
    if (isErrno(reason, 'ENAMETOOLONG')) return undefined
    throw error
  }
}

interface Merging {
  readonly inventory: string
  readonly touched: Touched
  /** In order. */
  readonly listed: readonly Entry[]
}

/** What is not touched is taken over, its record read no further than it has to be. */
async function merge({ inventory, touched, listed }: Merging, write: (entry: Entry) => void): Promise<void> {
  const isTouched = createCursor(touched)
  let next = 0
  const writeListed = (before: string | undefined): void => {
    for (let entry = listed[next]; entry !== undefined; entry = listed[next]) {
      if (before !== undefined && entry.key >= before) return
      write(entry)
      next += 1
    }
  }
  for await (const records of readPieces(inventory)) {
    for (const record of records) {
      const key = keyOfRecord(record)
      if (isTouched(key)) continue
      writeListed(key)
      write(parseRecord(record))
    }
  }
  writeListed(undefined)
}

/** To be asked about keys in their order. */
function createCursor({ paths, whole }: Touched): (key: string) => boolean {
  const keys = [...paths].map((path) => ({ key: keyOfPath(path), whole: whole.has(path) }))
  keys.sort((one, other) => (one.key < other.key ? -1 : 1))
  let next = 0
  let inside: string | undefined
  return (key) => {
    let isAt = false
    for (let each = keys[next]; each !== undefined && each.key <= key; each = keys[next]) {
      isAt = each.key === key
      if (each.whole && !(inside !== undefined && each.key.startsWith(inside))) inside = `${each.key}\u0001`
      next += 1
    }
    return isAt || (inside !== undefined && key.startsWith(inside))
  }
}
