/** Two lists that agents keep in stretches, read a page at a time and only where they are not equal: the app never holds a home. */
import { promisify } from 'node:util'
import { inflateRaw as inflateRawCallback } from 'node:zlib'
import type { z } from 'zod'
import { parseRecord, recordEnd, type Entry } from '../../inventory/inventory-entry.ts'
import type { Joined } from '../../inventory/merge-join.ts'
import { rangesAtMost, type pieceSchema, type stretchesSchema } from '../../scan-verbs.ts'
import { createPageReader, type PageReader } from './page-reader.ts'

const inflateRaw = promisify(inflateRawCallback)

/** Twice what an agent answers with. */
const bytesAskedFor = 2 << 20

type Stretches = z.output<typeof stretchesSchema>['stretches']
export type Range = [start: number, end: number]
/** Whole records of these, from their beginning. */
export type ReadPiece = (ranges: Range[]) => Promise<z.output<typeof pieceSchema>>

export interface StretchedList {
  /** Of the laptop it is on. */
  readonly name: string
  readonly outline: () => Promise<Stretches>
  readonly read: ReadPiece
}

/** Of one name, on both laptops. */
type IsSame = (left: Entry, right: Entry) => boolean

/**
 * All that is not the same in both, side by side. Stretches with equal digests hold the same names on both sides, so leaving
 * them out on both leaves the order right. Throws when a list is not sorted, for the outcome would be a lie.
 */
export async function* joinUnequal(
  from: StretchedList,
  to: StretchedList,
  isSame: IsSame,
): AsyncGenerator<Joined<Entry, Entry>> {
  const [left, right] = await Promise.all([from.outline(), to.outline()])
  const [ofLeft, ofRight] = [left, right].map((stretches) => new Set(stretches.map(([, , digest]) => digest)))
  const lefts = left.filter(([, , digest]) => ofRight?.has(digest) !== true)
  const rights = right.filter(([, , digest]) => ofLeft?.has(digest) !== true)
  const [one, other] = [createPageReader(pagesOf(from, lefts)), createPageReader(pagesOf(to, rights))]
  try {
    do {
      await Promise.all([one.fill(), other.fill()])
      yield* differingNow(one, other, isSame)
    } while (one.needsPage || other.needsPage)
  } finally {
    await Promise.all([one.close(), other.close()])
  }
}

/** Up to where one of them needs its next page. A promise for each record would take longer than all else. */
function differingNow(one: PageReader, other: PageReader, isSame: IsSame): readonly Joined<Entry, Entry>[] {
  const found: Joined<Entry, Entry>[] = []
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
    stretches.map(([start, end]): Range => [start, end]),
  )
}

/** All of it, in order. */
export async function* readEntries(list: StretchedList): AsyncGenerator<Entry> {
  for await (const records of pagesOf(list, await list.outline())) {
    for (const record of records) yield parseRecord(record)
  }
}

export async function* readPages(
  { name, read }: Pick<StretchedList, 'name' | 'read'>,
  ranges: readonly Range[],
): AsyncGenerator<readonly string[]> {
  let open: readonly Range[] = ranges.filter(([start, end]) => start < end)
  while (open.length > 0) {
    const { data, bytes } = await read(enough(open))
    if (bytes <= 0) throw new Error(`the list of ${name} ends too early`)
    open = after(open, bytes)
    const text = (await inflateRaw(Buffer.from(data, 'base64'))).toString('latin1')
    yield text.slice(0, -1).split(recordEnd)
  }
}

/** More than one answer has, so that none of them is short. */
function enough(ranges: readonly Range[]): Range[] {
  let bytes = 0
  const past = ranges.findIndex(([start, end]) => (bytes += end - start) > bytesAskedFor)
  return ranges.slice(0, past < 0 ? rangesAtMost : Math.min(past + 1, rangesAtMost))
}

function after(ranges: readonly Range[], bytes: number): readonly Range[] {
  let read = bytes
  for (const [index, [start, end]] of ranges.entries()) {
    if (read < end - start) return [[start + read, end], ...ranges.slice(index + 1)]
    read -= end - start
  }
  return []
}
