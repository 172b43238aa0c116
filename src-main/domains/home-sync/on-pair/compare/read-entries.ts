/** Reads the lists that agents keep, a page at a time: the app never holds a home. */
import { promisify } from 'node:util'
import { inflateRaw as inflateRawCallback } from 'node:zlib'
import type { Input, Output } from '../../../../contract/define.ts'
import type { CallOptions, Machine } from '../../../../machine/machine.ts'
import { parseChange, type Change } from '../../inventory/change.ts'
import { parseRecord, recordEnd, type Entry } from '../../inventory/inventory-entry.ts'
import { mergeJoin, type Joined } from '../../inventory/merge-join.ts'
import { outlineInventory, readInventory, type digestFiles, type scanHome } from '../../verbs.ts'

const inflateRaw = promisify(inflateRawCallback)

export type Scan = Output<typeof scanHome>

/** One laptop and one of its scans. */
export interface Scanned {
  readonly machine: Machine
  readonly scan: Scan
}

/** Both laptops, each at a moment of its own. */
export interface Scans {
  readonly from: Scanned
  readonly to: Scanned
}

/** The frozen trees that the scans are of. */
export function treesOf({ from, to }: Scans): Trees {
  return { from: treeOf(from), to: treeOf(to) }
}

function treeOf({ machine, scan }: Scanned): Tree {
  return { machine, tree: { kind: 'scan', scanId: scan.scanId } }
}

/** A tree on one laptop that nobody writes to. */
export interface Tree {
  readonly machine: Machine
  readonly tree: Input<typeof digestFiles>['tree']
}
export interface Trees {
  readonly from: Tree
  readonly to: Tree
}

type Range = readonly [start: number, end: number]

/** What each laptop says has changed on it, side by side. */
export function joinChanges(from: Scanned, to: Scanned, options: CallOptions): AsyncGenerator<Joined<Change, Change>> {
  return mergeJoin(readChanges(from, options), readChanges(to, options))
}

export async function* readChanges(side: Scanned, options: CallOptions): AsyncGenerator<Change> {
  for await (const records of readPages(side, 'changes', [0, side.scan.changesBytes], options)) {
    for (const record of records) yield parseChange(record)
  }
}

/** The whole list of one laptop. */
export function readAll(side: Scanned, options: CallOptions): AsyncGenerator<Entry> {
  return readEntries(side, [0, side.scan.inventoryBytes], options)
}

/**
 * Everything that is not the same in the two lists. Stretches with equal digests hold the same names on both sides, so
 * leaving them out on both leaves the order right; what equals nevertheless is dropped here.
 */
export async function* joinDifferences(
  from: Scanned,
  to: Scanned,
  options: CallOptions,
): AsyncGenerator<Joined<Entry, Entry>> {
  const [left, right] = await Promise.all([from, to].map(({ machine, scan }) => outlineOf(machine, scan, options)))
  const leftDigests = new Set(left?.map(([, , digest]) => digest))
  const rightDigests = new Set(right?.map(([, , digest]) => digest))
  const lefts = (left ?? []).filter(([, , digest]) => !rightDigests.has(digest))
  const rights = (right ?? []).filter(([, , digest]) => !leftDigests.has(digest))
  const pairs = mergeJoin(readRanges(from, lefts, options), readRanges(to, rights, options))
  for await (const pair of pairs) if (pair.left?.shared !== pair.right?.shared) yield pair
}

async function outlineOf(machine: Machine, { scanId }: Scan, options: CallOptions): Promise<Stretches> {
  return (await machine.call(outlineInventory, { scanId }, options)).stretches
}

type Stretches = Output<typeof outlineInventory>['stretches']

async function* readRanges(side: Scanned, stretches: Stretches, options: CallOptions): AsyncGenerator<Entry> {
  for (const range of joined(stretches)) yield* readEntries(side, range, options)
}

/** Neighbours are read in one go. */
function joined(stretches: Stretches): readonly Range[] {
  const ranges: [number, number][] = []
  for (const [start, end] of stretches) {
    const last = ranges.at(-1)
    if (last?.[1] === start) last[1] = end
    else ranges.push([start, end])
  }
  return ranges
}

async function* readEntries(side: Scanned, range: Range, options: CallOptions): AsyncGenerator<Entry> {
  for await (const records of readPages(side, 'inventory', range, options)) {
    for (const record of records) yield parseRecord(record)
  }
}

async function* readPages(
  { machine, scan }: Scanned,
  part: 'inventory' | 'changes',
  [start, end]: Range,
  options: CallOptions,
): AsyncGenerator<readonly string[]> {
  const { scanId } = scan
  for (let at = start; at < end;) {
    const { data, next } = await machine.call(readInventory, { scanId, part, start: at, end }, options)
    if (next <= at) throw new Error(`the list of ${machine.name} ends too early`)
    at = next
    const text = (await inflateRaw(Buffer.from(data, 'base64'))).toString('latin1')
    yield text.slice(0, -1).split(recordEnd)
  }
}
