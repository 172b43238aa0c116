/** Where an agent keeps its lists: below its state folder, root's alone. Nothing here is about what is in them. */
import { linkSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { homeMessages } from '../../messages.ts'

export const homeRoot = '/home'

const scansKept = 8
const switchesKept = 3

export function scanFolder(stateFolder: string, scanId: string): string {
  return path.join(stateFolder, 'home', 'scans', scanId)
}

export function switchFolder(stateFolder: string, switchId: string): string {
  return path.join(stateFolder, 'home', 'switches', switchId)
}

export function basesFolder(stateFolder: string): string {
  return path.join(stateFolder, 'home-base')
}

export function inventoryFile(folder: string): string {
  return path.join(folder, 'inventory')
}

export function changesFile(folder: string): string {
  return path.join(folder, 'changes')
}

export function makeFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** Throws AppError "plan-expired" when the scan is not there any more. */
export function existingScan(stateFolder: string, scanId: string): string {
  const folder = scanFolder(stateFolder, scanId)
  if (statSync(inventoryFile(folder), { throwIfNoEntry: false }) === undefined) {
    throw homeMessages.scanExpired({})
  }
  return folder
}

/** The oldest go; a scan that a switch is measured against lives on in the switch's own folder. */
export function forgetOldScans(stateFolder: string): void {
  removeOldest(path.join(stateFolder, 'home', 'scans'), scansKept)
}

export function forgetOldSwitches(stateFolder: string): void {
  removeOldest(path.join(stateFolder, 'home', 'switches'), switchesKept)
}

export function linkOver(from: string, to: string): void {
  rmSync(to, { force: true })
  linkSync(from, to)
}

function removeOldest(folder: string, keep: number): void {
  makeFolder(folder)
  const dated = readdirSync(folder).map((name) => {
    const full = path.join(folder, name)
    return { full, at: statSync(full, { throwIfNoEntry: false })?.mtimeMs ?? 0 }
  })
  const old = dated.sort((one, other) => other.at - one.at).slice(keep)
  for (const { full } of old) rmSync(full, { recursive: true, force: true })
}
