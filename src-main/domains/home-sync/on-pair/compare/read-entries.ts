/** What the scans of two laptops have. */
import type { Input, Output } from '../../../../contract/define.ts'
import type { CallOptions, Machine } from '../../../../machine/machine.ts'
import { joinFileSets, type FileSet } from '../../file-sets/file-set.ts'
import { parseChange, type InventoryChange } from '../../inventory/change.ts'
import type { InventoryEntry } from '../../inventory/inventory-entry.ts'
import { mergeJoin, type Joined } from '../../inventory/merge-join.ts'
import { divideInventory, outlineInventory, readInventory } from '../../list-verbs.ts'
import { unpackList } from '../../packed-list.ts'
import { type digestFiles, type scanHome } from '../../scan-verbs.ts'
import { joinUnequal, readEntries, readPages, type StretchedList } from './stretched-list.ts'

export type ToldScan = Output<typeof scanHome>

/** One laptop and one of its scans. */
export interface Scanned {
  readonly machine: Machine
  readonly scan: ToldScan
}

/** Both laptops, each at a moment of its own. */
export interface Scans {
  readonly from: Scanned
  readonly to: Scanned
}

/** Of either laptop or both. */
export function fileSetsOf({ from, to }: Scans): readonly FileSet[] {
  return joinFileSets([...from.scan.fileSets, ...to.scan.fileSets])
}

export type Move = ToldScan['moved'][number]

/** Files of the source that had another name when both were equal, and are as they were then. */
export async function renamedOf({ from: { scan } }: Scans): Promise<readonly Move[]> {
  return scan.renamed === undefined ? [] : await unpackMoves(scan.renamed)
}

/** The same of files that were renamed by themselves, which only looks so. */
export async function renamedAloneOf({ from: { scan } }: Scans): Promise<readonly Move[]> {
  return scan.renamedAlone === undefined ? [] : await unpackMoves(scan.renamedAlone)
}

async function unpackMoves(packed: Readonly<Record<'from' | 'to', string>>): Promise<Move[]> {
  const [from, to] = await Promise.all([unpackList(packed.from), unpackList(packed.to)])
  return from.flatMap((before, index) => {
    const now = to[index]
    return now === undefined ? [] : [{ from: before, to: now }]
  })
}

/** The frozen trees that the scans are of. */
export function treesOf({ from, to }: Scans): TreesOfPair {
  return { from: treeOf(from), to: treeOf(to) }
}

function treeOf({ machine, scan }: Scanned): TreeOnMachine {
  return { machine, tree: { kind: 'scan', scanId: scan.scanId } }
}

/** A tree on one laptop that nobody writes to. */
export interface TreeOnMachine {
  readonly machine: Machine
  readonly tree: Input<typeof digestFiles>['tree']
}
export interface TreesOfPair {
  readonly from: TreeOnMachine
  readonly to: TreeOnMachine
}

/** What each laptop says has changed on it, side by side. */
export function joinChanges(
  from: Scanned,
  to: Scanned,
  options: CallOptions,
): AsyncGenerator<Joined<InventoryChange, InventoryChange>> {
  return mergeJoin(readChanges(from, options), readChanges(to, options))
}

export async function* readChanges(side: Scanned, options: CallOptions): AsyncGenerator<InventoryChange> {
  for await (const records of readPages(listOf(side, 'changes', options), [[0, side.scan.changesBytes]])) {
    for (const record of records) yield parseChange(record)
  }
}

/** The whole list of one laptop. */
export function readAll(side: Scanned, options: CallOptions): AsyncGenerator<InventoryEntry> {
  return readEntries(listOf(side, 'inventory', options))
}

/** Everything that is not the same in the two lists. */
export function joinDifferences(
  from: Scanned,
  to: Scanned,
  options: CallOptions,
): AsyncGenerator<Joined<InventoryEntry, InventoryEntry>> {
  const lists = [listOf(from, 'inventory', options), listOf(to, 'inventory', options)] as const
  return joinUnequal(...lists, (left, right) => left.shared === right.shared)
}

function listOf({ machine, scan }: Scanned, part: 'inventory' | 'changes', options: CallOptions): StretchedList {
  const { scanId } = scan
  return {
    name: machine.name,
    outline: async () => (await machine.call(outlineInventory, { scanId }, options)).stretches,
    divide: (ranges) => machine.call(divideInventory, { scanId, ranges }, options),
    read: (ranges) => machine.call(readInventory, { scanId, part, ranges }, options),
  }
}
