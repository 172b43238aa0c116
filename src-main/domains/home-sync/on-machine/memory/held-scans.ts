/** Scans that a running switch is measured against: they outlive the forgetting of old scans, and a restart. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { flushFolder } from '../../../../tools/files/durable-file.ts'
import { changeTimeOf, keyOfPath } from '../../inventory/inventory-entry.ts'
import { isSameExceptLinksAndFolderTime } from '../../inventory/same-entry.ts'
import {
  existingScan,
  forgetOldSwitches,
  inventoryFile,
  linkOver,
  makeFolder,
  scanFolder,
  switchFolder,
} from '../scan/home-folders.ts'
import { readEntries } from '../scan/record-files.ts'

const sentKept = 6

export function plannedInventory(stateFolder: string, switchId: string): string {
  return path.join(switchFolder(stateFolder, switchId), 'planned')
}

/** The first one stays what was planned, however often the switch is resumed. */
export function holdPlanned(stateFolder: string, switchId: string, scanId: string): boolean {
  forgetOldSwitches(stateFolder)
  const planned = plannedInventory(stateFolder, switchId)
  if (existsSync(planned)) return false
  const folder = makeFolder(switchFolder(stateFolder, switchId))
  linkOver(inventoryFile(existingScan(stateFolder, scanId)), planned)
  flushFolder(folder)
  return true
}

export function verifiedInventory(stateFolder: string, switchId: string): string {
  return path.join(switchFolder(stateFolder, switchId), 'verified')
}

/** What was compared last, and found equal. */
export function holdVerified(stateFolder: string, switchId: string, scanId: string): boolean {
  const folder = makeFolder(switchFolder(stateFolder, switchId))
  linkOver(inventoryFile(existingScan(stateFolder, scanId)), verifiedInventory(stateFolder, switchId))
  flushFolder(folder)
  return true
}

/** Whatever this laptop may have sent in this switch was in one of these. */
export function holdSent(stateFolder: string, switchId: string, scanId: string): boolean {
  const folder = makeFolder(switchFolder(stateFolder, switchId))
  const taken = new Set(sentFiles(folder))
  // A switch that is taken up again after many scans: what it was planned from is gone, and was held when it began.
  if (taken.size > 0 && !existsSync(inventoryFile(scanFolder(stateFolder, scanId)))) return false
  const place = Array.from({ length: sentKept }, (_, at) => `sent-${at}`).find((name) => !taken.has(name))
  // The last place is written over: what was sent in between is then asked about again, never lost.
  linkOver(inventoryFile(existingScan(stateFolder, scanId)), path.join(folder, place ?? `sent-${sentKept - 1}`))
  return true
}

export interface AskedEntry {
  readonly path: string
  readonly shared: string
}

/**
 * For each, whether it is what this laptop had in one of its scans of the switch; with `between` also whether it had
 * different ones in them, for then it may have sent one that no scan saw.
 */
export async function knowSent(
  stateFolder: string,
  switchId: string,
  asked: readonly AskedEntry[],
  between: boolean,
): Promise<boolean[]> {
  const folder = makeFolder(switchFolder(stateFolder, switchId))
  const byKey = new Map(asked.map((entry, index) => [keyOfPath(entry.path), { ...entry, index }]))
  const sent = asked.map(() => false)
  const had = asked.map(() => new Set<string>())
  const files = sentFiles(folder)
  for (const name of files) {
    for await (const entry of readEntries(path.join(folder, name))) {
      const wanted = byKey.get(entry.key)
      if (wanted === undefined) continue
      had[wanted.index]?.add(`${entry.shared} ${changeTimeOf(entry)}`)
      if (isSameExceptLinksAndFolderTime(entry.shared, wanted.shared)) sent[wanted.index] = true
    }
  }
  return sent.map((known, index) => known || (between && (had[index]?.size ?? 0) > 1))
}

function sentFiles(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.startsWith('sent-'))
}
