import { isThere } from '../../../../tools/files/own-file.ts'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { writeDurably } from '../../../../tools/files/durable-file.ts'
import { listSetAside } from '../../../../tools/files/set-aside.ts'
import { recallInventory } from '../inventory/outline-file.ts'
import { findFrozen } from './freeze-home.ts'
import { inventoryFile, scanFolder, scansFolder } from './home-folders.ts'
import { recallSummary } from './summary-file.ts'
import type { InventoryUpdate } from './update-inventory.ts'

export type EarlierScan = InventoryUpdate['before'] & {
  /** Of the scan. */
  readonly folder: string
}

/** The newest that is whole and trusted, with its frozen tree; undefined when there is none. */
export function findEarlier(stateFolder: string): EarlierScan | undefined {
  const scans = scansFolder(stateFolder)
  const names = isThere(scans) ? readdirSync(scans) : []
  const dated = names.flatMap((name) => {
    const folder = scanFolder(stateFolder, name)
    if (isThere(distrustedMark(folder))) return []
    const stat = statSync(inventoryFile(folder), { throwIfNoEntry: false })
    return stat === undefined ? [] : [{ folder, at: stat.mtimeMs }]
  })
  for (const { folder } of dated.sort((one, other) => other.at - one.at)) {
    const frozen = findFrozen(folder)
    // The summary is written last: without it the inventory may not be whole.
    const summary = recallSummary(folder)
    if (frozen === undefined || summary === undefined) continue
    const inventory = recallInventory(inventoryFile(folder))
    if (inventory === undefined) continue
    const { specials, found: known } = summary
    return { folder, root: frozen.root, subvolumes: ['', ...frozen.nested], inventory, specials, known }
  }
  return undefined
}

/** Whether something of a scan that is there was set aside. */
export function isEarlierDamaged(stateFolder: string): boolean {
  return listSetAside(scansFolder(stateFolder), 1).length > 0
}

/** No inventory is made from those that are there any more, but for the one in `except`. Whatever is in the mark, its presence counts. */
export function distrustScans(stateFolder: string, except?: string): void {
  const scans = scansFolder(stateFolder)
  const folders = (isThere(scans) ? readdirSync(scans) : []).map((name) => scanFolder(stateFolder, name))
  for (const folder of folders) if (folder !== except) writeDurably(distrustedMark(folder), '')
}

function distrustedMark(folder: string): string {
  return path.join(folder, 'distrusted')
}
