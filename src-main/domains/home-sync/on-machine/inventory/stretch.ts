/**
 * About a hundred records of an inventory that follow one another, summed up. They are cut at names, so that two inventories
 * of the same names are cut alike, on whatever laptop: equal digests are equal stretches, and need not be read.
 */
import { hash } from 'node:crypto'
import { z } from 'zod'
import { ownBytePath } from '../../../../kernel/byte-path.ts'
import { isMark } from '../../file-sets/set-marks.ts'
import { countedOf, isLeftOut, type InventoryEntry } from '../../inventory/inventory-entry.ts'

/** About one name in 128 ends a stretch: what is summed up is read and written whole where one name of it changed. */
const cutMask = 0x7f
/** And one in 8 a part of it: whatever ends a stretch ends a part. */
const partCutMask = 0x07

export const stretchSchema = z.object({
  /** Bytes in the file. */
  start: z.number(),
  end: z.number(),
  /** The first key. */
  first: z.string(),
  /** SHA-1 of the names and of all that has to be the same on both laptops. */
  digest: z.string(),
  /** SHA-1 of the records as they stand, with what only this laptop knows. */
  exact: z.string(),
  /** Nothing of what is left out counts in the following. */
  entries: z.number(),
  files: z.number(),
  bytes: z.number(),
  users: z.array(z.string()),
  groups: z.array(z.string()),
  /** Keys by whose names repositories and other sets of files are found. */
  marks: z.array(z.string()),
  /** Keys of what is there and left out. */
  leftOut: z.array(z.string()),
})
export type Stretch = z.infer<typeof stretchSchema>

/** Whether a stretch ends after this one. */
export function isUsualCutAfter(entry: InventoryEntry): boolean {
  return isCutAfter(entry, cutMask)
}

/** Whether a part of a stretch does. */
export function isPartCutAfter(entry: InventoryEntry): boolean {
  return isCutAfter(entry, partCutMask)
}

function isCutAfter(entry: InventoryEntry, mask: number): boolean {
  return !isLeftOut(entry) && (nameHash(entry.key) & mask) === 0
}

/**
 * What a digest is made of: nothing that one laptop alone knows. Of what is left out the name counts, because it can keep a
 * folder from being removed.
 */
export function commonOf(entry: InventoryEntry): string {
  return isLeftOut(entry) ? `${entry.key}\u0000` : `${entry.key}\u0000${entry.shared}\u0000`
}

/** One that is being written. */
export class OpenStretch {
  readonly #start: number
  readonly #first: string
  /** What is summed up, put together at the end: a sum of each piece takes longer than all else. */
  readonly #common: string[] = []
  readonly #records: string[] = []
  #entries = 0
  #files = 0
  #bytes = 0
  readonly #users = new Set<string>()
  readonly #groups = new Set<string>()
  readonly #marks: string[] = []
  readonly #leftOut: string[] = []

  constructor(start: number, first: string) {
    this.#start = start
    this.#first = ownBytePath(first)
  }

  add(entry: InventoryEntry, record: string): void {
    this.#records.push(record)
    this.#common.push(commonOf(entry))
    if (isLeftOut(entry)) {
      this.#leftOut.push(ownBytePath(entry.key))
      return
    }
    const { type, user, group, size } = countedOf(entry.shared)
    this.#entries += 1
    this.#users.add(user)
    this.#groups.add(group)
    if (type === 'f') {
      this.#files += 1
      this.#bytes += size
    }
    if (isMark(entry.key, type)) this.#marks.push(ownBytePath(entry.key))
  }

  close(end: number): Stretch {
    return {
      start: this.#start,
      end,
      first: this.#first,
      digest: sumOf(this.#common),
      exact: sumOf(this.#records),
      entries: this.#entries,
      files: this.#files,
      bytes: this.#bytes,
      users: [...this.#users],
      groups: [...this.#groups],
      marks: this.#marks,
      leftOut: this.#leftOut,
    }
  }
}

function sumOf(pieces: readonly string[]): string {
  return hash('sha1', Buffer.from(pieces.join(''), 'latin1'))
}

/** FNV-1a over the last bytes. Only has to be well distributed and the same on both laptops. */
function nameHash(key: string): number {
  let hash = 0x811c9dc5
  for (let at = Math.max(0, key.length - 64); at < key.length; at++) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  }
  return (hash ^ (hash >>> 13)) >>> 0
}
