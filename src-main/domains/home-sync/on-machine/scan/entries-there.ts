import type { InventoryEntry } from '../../inventory/inventory-entry.ts'
import type { ScanPart } from '../../scan-verbs.ts'
import { readInventory } from '../inventory/read-stretches.ts'
import { readChanges } from '../inventory/record-files.ts'
import { changesFile, inventoryFile } from './home-folders.ts'

/** What there is in all of a scan, or of what changed until then. */
export async function* entriesThere(
  folder: string,
  part: ScanPart,
): AsyncGenerator<Pick<InventoryEntry, 'key' | 'shared'>> {
  if (part === 'inventory') yield* readInventory(inventoryFile(folder))
  else for await (const change of readChanges(changesFile(folder))) if (change.kind !== 'deleted') yield change
}
