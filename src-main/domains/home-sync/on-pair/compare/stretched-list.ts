/** Two lists that agents keep in stretches, read a page at a time and only where they are not equal: the app never holds a home. */
import { promisify } from 'node:util'
import { inflateRaw as inflateRawCallback } from 'node:zlib'
import type { z } from 'zod'
import { parseRecord, recordEnd, type InventoryEntry } from '../../inventory/inventory-entry.ts'
import type { Joined } from '../../inventory/merge-join.ts'
import { rangesAtMost, type partsSchema, type pieceSchema, type stretchesSchema } from '../../list-verbs.ts'
import { createPageReader, type PageReader } from './page-reader.ts'

const inflateRaw = promisify(inflateRawCallback)

/** Twice what an agent answers with. */
const bytesAskedFor = 2 << 20
/** An answer or two are read at once. Of lists that differ in more than about a million names the parts would be many, too. */
const dividedFromBytes = 2 << 20
const dividedToBytes = 128 << 20
const digestBytes = 20

type Stretches = z.output<typeof stretchesSchema>['stretches']
export type RecordRange = [start: number, end: number]
/** Whole records of these, from their beginning. */
export type ReadPiece = (ranges: RecordRange[]) => Promise<z.output<typeof pieceSchema>>

export interface StretchedList {
  /** Of the laptop it is on. */
  readonly name: string
  readonly outline: () => Promise<Stretches>
  readonly read: ReadPiece
  /** Of the first of these stretches. Absent where stretches are read whole. */
  readonly divide?: (stretches: RecordRange[]) => Promise<z.output<typeof partsSchema>>
}

/** Of one name, on both laptops. */
type IsSame = (left: InventoryEntry, right: InventoryEntry) => boolean

/**
 * All that is not the same in both, side by side. Stretches with equal digests hold the same names on both sides, so leaving
 * them out on both leaves the order right. Throws when a list is not sorted, for the outcome would be a lie.
 */
export async function* joinUnequal(
  from: StretchedList,
  to: StretchedList,
  isSame: IsSame,
): AsyncGenerator<Joined<InventoryEntry, InventoryEntry>> {
  const [left, right] = await unequalOf(from, to)
  const [one, other] = [createPageReader(pagesOf(from, left)), createPageReader(pagesOf(to, right))]
  try {
    do {
      await Promise.all([one.fill(), other.fill()])
      yield* differingNow(one, other, isSame)
    } while (one.needsPage || other.needsPage)
  } finally {
    await Promise.all([one.close(), other.close()])
  }
}

type Sides = readonly [from: Stretches, to: Stretches]

/** What has to be read of each: of stretches that are the same but for little, the parts that are not. */
async function unequalOf(from: StretchedList, to: StretchedList): Promise<Sides> {
  const whole = unequal(...(await Promise.all([from.outline(), to.outline()])))
  if (!isWorthDividing(whole)) return whole
  return unequal(...(await Promise.all([divided(from, whole[0]), divided(to, whole[1])])))
}

function unequal(left: Stretches, right: Stretches): Sides {
  const [ofLeft, ofRight] = [left, right].map((stretches) => new Set(stretches.map(([, , digest]) => digest)))
  return [
    left.filter(([, , digest]) => ofRight?.has(digest) !== true),
    right.filter(([, , digest]) => ofLeft?.has(digest) !== true),
  ]
}

/** Where one laptop has much more than the other, that is not the same but for little. */
function isWorthDividing(sides: Sides): boolean {
  const [one, other] = sides
    .map((stretches) => stretches.reduce((sum, [start, end]) => sum + end - start, 0))
    .sort((a, b) => a - b)
  if (one === undefined || other === undefined) return false
  return one > dividedFromBytes && other < Math.min(2 * one, dividedToBytes)
}

async function divided({ name, divide }: StretchedList, stretches: Stretches): Promise<Stretches> {
  if (divide === undefined) return stretches
  const parts: Stretches = []
  for (let at = 0; at < stretches.length;) {
    const asked = stretches.slice(at, at + rangesAtMost)
    const told = await divide(asked.map(([start, end]): RecordRange => [start, end]))
    const of = asked.slice(0, told.stretches)
    parts.push(...cut(of, told, name))
    at += of.length
  }
  return parts
}

/** Throws when the parts do not make up the stretches: what is in none of them would be taken for equal. */
function cut(stretches: Stretches, { lengths, digests }: z.output<typeof partsSchema>, name: string): Stretches {
  const bytes = Buffer.from(digests, 'base64')
  const parts: Stretches = []
  for (const [start, end] of stretches) {
    let at = start
    while (at < end) {
      const length = lengths[parts.length] ?? 0
      const first = parts.length * digestBytes
      const digest = bytes.subarray(first, first + digestBytes)
      if (length <= 0 || at + length > end || digest.length < digestBytes)
        throw new Error(`the list of ${name} is not divided as it stands`)
      parts.push([at, at + length, digest.toString('latin1')])
      at += length
    }
  }
  return parts
}

/** Up to where one of them needs its next page. A promise for each record would take longer than all else. */
function differingNow(
  one: PageReader,
  other: PageReader,
  isSame: IsSame,
): readonly Joined<InventoryEntry, InventoryEntry>[] {
  const found: Joined<InventoryEntry, InventoryEntry>[] = []
  while (!one.needsPage && !other.needsPage) {
    const { key } = one
    const { key: otherKey } = other
    if (key === undefined && otherKey === undefined) break
    if (otherKey === undefined || (key !== undefined && key < otherKey)) {
      const left = one.take()
      found.push({ key: left.key, left })
    } else if (key === undefined || otherKey < key) {
      const right = other.take()
      found.push({ key: right.key, right })
    } else {
      const [left, right] = [one.take(), other.take()]
      if (!isSame(left, right)) found.push({ key, left, right })
    }
  }
  return found
}

function pagesOf(list: StretchedList, stretches: Stretches): AsyncGenerator<readonly string[]> {
  return readPages(
    list,
    stretches.map(([start, end]): RecordRange => [start, end]),
  )
}

/** All of it, in order. */
export async function* readEntries(list: StretchedList): AsyncGenerator<InventoryEntry> {
  for await (const records of pagesOf(list, await list.outline())) {
    for (const record of records) yield parseRecord(record)
  }
}

export async function* readPages(
  { name, read }: Pick<StretchedList, 'name' | 'read'>,
  ranges: readonly RecordRange[],
): AsyncGenerator<readonly string[]> {
  let open: readonly RecordRange[] = ranges.filter(([start, end]) => start < end)
  const ask = (): ReturnType<ReadPiece> | undefined => {
    const piece = open.length === 0 ? undefined : read(enough(open))
    // It fails where it is waited for.
    piece?.catch(() => undefined)
    return piece
  }
  let coming = ask()
  try {
    while (coming !== undefined) {
      const { data, bytes } = await coming
      if (bytes <= 0) throw new Error(`the list of ${name} ends too early`)
      open = after(open, bytes)
      coming = ask()
      const page = await inflateRaw(Buffer.from(data, 'base64'))
      if (page.at(-1) !== 0) throw new Error(`the list of ${name} is cut off`)
      yield* recordsOf(page)
    }
  } finally {
    await coming?.catch(() => undefined)
  }
}

/** A little at a time: a text of all of it would be kept for as long as anything cut out of it. */
const textBytes = 1 << 16

function* recordsOf(page: Buffer): Generator<readonly string[]> {
  for (let at = 0; at < page.length;) {
    const end = page.indexOf(recordEnd, Math.min(at + textBytes, page.length - 1))
    yield page.toString('latin1', at, end).split(recordEnd)
    at = end + 1
  }
}

/** More than one answer has, so that none of them is short. */
function enough(ranges: readonly RecordRange[]): RecordRange[] {
  let bytes = 0
  const past = ranges.findIndex(([start, end]) => (bytes += end - start) > bytesAskedFor)
  return ranges.slice(0, past < 0 ? rangesAtMost : Math.min(past + 1, rangesAtMost))
}

function after(ranges: readonly RecordRange[], bytes: number): readonly RecordRange[] {
  let read = bytes
  for (const [index, [start, end]] of ranges.entries()) {
    if (read < end - start) return [[start + read, end], ...ranges.slice(index + 1)]
    read -= end - start
  }
  return []
}
