/** Scans of a /home on a disk of its own, as the agent makes them. */
import { setTimeout as wait } from 'node:timers/promises'
import { exclusions } from '../../src-main/commons/home-exclusions/exclusions.ts'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import type { PersonHomeRule } from '../../src-main/domains/home-sync/exclusions/person-rule.ts'
import { pathOfKey, type InventoryEntry } from '../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { tickMs } from '../../src-main/domains/home-sync/inventory/racy-entry.ts'
import {
  changesFile,
  frozenOfScan,
  inventoryFile,
  scanFolder,
} from '../../src-main/domains/home-sync/on-machine/scan/home-folders.ts'
import { readInventory } from '../../src-main/domains/home-sync/on-machine/inventory/read-stretches.ts'
import { readChanges } from '../../src-main/domains/home-sync/on-machine/inventory/record-files.ts'
import { writeSummary } from '../../src-main/domains/home-sync/on-machine/scan/summary-file.ts'
import { scanSchema } from '../../src-main/domains/home-sync/scan-verbs.ts'
import { person } from './files-place.ts'
import { scanHome, type Scan } from '../../src-main/domains/home-sync/on-machine/scan/scan-home.ts'

export interface ListedScan extends Scan {
  /** The frozen /home. */
  readonly root: string
  readonly inventory: string
  readonly changesList: string
}

/** `before`: the inventory that changes are counted from. What a test did is not racy, unless something is at work meanwhile. */
export async function scanOf(
  places: Places,
  before?: string,
  own: readonly PersonHomeRule[] = [],
): Promise<ListedScan> {
  await wait(2 * tickMs)
  const { stateFolder } = places
  const request = { places, before, rules: exclusions, own: { home: 'alice', rules: own }, exceptions: [] }
  const done = await scanHome(request, {})
  const folder = scanFolder(stateFolder, done.scanId)
  // By this the next scan knows that it may count on this one.
  writeSummary(
    folder,
    scanSchema.parse({
      ...done,
      ...done.summary,
      renamed: undefined,
      renamedAlone: undefined,
      users: {},
      groups: {},
      person,
    }),
  )
  const { root } = frozenOfScan(stateFolder, done.scanId)
  return { ...done, root, inventory: inventoryFile(folder), changesList: changesFile(folder) }
}

/** In the order of the list, by path. */
export async function entriesOf(file: string): Promise<ReadonlyMap<string, InventoryEntry>> {
  const entries = new Map<string, InventoryEntry>()
  for await (const entry of readInventory(file)) entries.set(pathOfKey(entry.key), entry)
  return entries
}

/** Paths that this scan tells of, since what it was compared with. */
export async function pathsToldBy({ changesList }: ListedScan): Promise<readonly string[]> {
  const paths: string[] = []
  for await (const { key } of readChanges(changesList)) paths.push(pathOfKey(key))
  return paths
}

/** "changed Documents/plan.md" for each, below the person's folder. */
export async function changesOf(
  places: Places,
  before: string,
  own: readonly PersonHomeRule[] = [],
): Promise<readonly string[]> {
  const told: string[] = []
  for await (const { key, kind } of readChanges((await scanOf(places, before, own)).changesList)) {
    told.push(`${kind} ${pathOfKey(key).replace('alice/', '')}`)
  }
  return told
}
