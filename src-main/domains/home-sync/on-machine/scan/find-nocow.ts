/** Folders and large files that are written in place instead of copied on write (chattr +C), in a frozen tree. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { readNocow } from '../../../../tools/files/lsattr.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { worthSeedingBytes } from '../../inventory/change.ts'
import { countedOf, leftOut, pathOfKey, type InventoryEntry } from '../../inventory/inventory-entry.ts'
import type { ScanPart } from '../../scan-verbs.ts'
import { readInventory } from '../inventory/read-stretches.ts'
import { readChanges } from '../inventory/record-files.ts'
import { changesFile, inventoryFile } from './home-folders.ts'

/** For so many at once lsattr is started. */
const askedAtOnce = 20_000

/** `folder`: of the scan; `root`: of its frozen tree. */
export async function findNocow(
  { folder, root }: { readonly folder: string; readonly root: string },
  of: ScanPart | readonly BytePath[],
  options: RunOptions,
): Promise<readonly BytePath[]> {
  if (typeof of !== 'string') return readNocow({ root, paths: of }, options)
  const found: BytePath[] = []
  let paths: BytePath[] = []
  const ask = async (): Promise<void> => {
    found.push(...(await readNocow({ root, paths }, options)))
    paths = []
  }
  for await (const { key, shared } of entriesThere(folder, of)) {
    if (isWorthAsking(shared)) paths.push(pathOfKey(key))
    if (paths.length === askedAtOnce) await ask()
  }
  await ask()
  return found
}

/** Small files have what their folder gives them, or it makes no difference. */
function isWorthAsking(shared: string): boolean {
  if (shared === leftOut) return false
  const { type, size } = countedOf(shared)
  return type === 'd' || (type === 'f' && size >= worthSeedingBytes)
}

/** What there is in all of a scan, or of what changed until then. */
export async function* entriesThere(
  folder: string,
  part: ScanPart,
): AsyncGenerator<Pick<InventoryEntry, 'key' | 'shared'>> {
  if (part === 'inventory') yield* readInventory(inventoryFile(folder))
  else for await (const change of readChanges(changesFile(folder))) if (change.kind !== 'deleted') yield change
}
