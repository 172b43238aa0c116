/** Where an agent keeps its scans, and what of a switch: below its state folder, root's alone. */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { homeMessages } from '../../messages.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { deleteFrozen, findFrozen, hasTree, type FrozenHome } from './freeze-home.ts'

/** Besides those that switches hold: each keeps what was deleted since from being free. */
const scansKept = 2
const scansBeforehandKept = 1
const switchesKept = 2

export function homeFolder(stateFolder: string): string {
  return path.join(stateFolder, 'home')
}

export function scanFolder(stateFolder: string, scanId: string): string {
  return path.join(scansFolder(stateFolder), scanId)
}

export function scansFolder(stateFolder: string): string {
  return path.join(homeFolder(stateFolder), 'scans')
}

export function switchFolder(stateFolder: string, switchId: string): string {
  return path.join(switchesFolder(stateFolder), switchId)
}

export function switchesFolder(stateFolder: string): string {
  return path.join(homeFolder(stateFolder), 'switches')
}

/** Files with holes on their way, in either direction. */
export function sparseFolder(stateFolder: string): string {
  return path.join(homeFolder(stateFolder), 'sparse')
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
  if (statSync(inventoryFile(folder), { throwIfNoEntry: false }) === undefined) throw homeMessages.scanExpired({})
  return folder
}

/** /home as that scan saw it. Throws AppError "plan-expired" when it is not there any more. */
export function frozenOfScan(stateFolder: string, scanId: string): FrozenHome {
  const frozen = findFrozen(existingScan(stateFolder, scanId))
  if (frozen === undefined) throw homeMessages.scanExpired({})
  return frozen
}

/** The oldest, unless a switch is measured against them. */
export function oldScans(stateFolder: string, held: ReadonlySet<string>): readonly string[] {
  const folder = makeFolder(scansFolder(stateFolder))
  const beforehand = new Set(readdirSync(folder).filter((scanId) => isBeforehand(path.join(folder, scanId))))
  const others = new Set(readdirSync(folder).filter((scanId) => !beforehand.has(scanId)))
  return [
    ...oldest(folder, scansKept, new Set([...held, ...beforehand])),
    ...oldest(folder, scansBeforehandKept, others),
  ]
}

/** All but those. */
export function unneededScans(stateFolder: string, needed: ReadonlySet<string>): readonly string[] {
  return oldest(makeFolder(scansFolder(stateFolder)), 0, needed)
}

export async function forgetScans(stateFolder: string, scanIds: readonly string[], options: RunOptions): Promise<void> {
  for (const scanId of scanIds) {
    const folder = scanFolder(stateFolder, scanId)
    await deleteFrozen(folder, options)
    removeUnlessBusy(folder)
  }
}

/** It is for no switch. */
export function markBeforehand(folder: string): void {
  writeFileSync(beforehandMark(folder), '', { mode: 0o600 })
}

function isBeforehand(folder: string): boolean {
  return existsSync(beforehandMark(folder))
}

function beforehandMark(folder: string): string {
  return path.join(folder, 'beforehand')
}

/** A tree that the kernel does not let go yet stays, with the note that tells how to delete it. */
function removeUnlessBusy(folder: string): void {
  if (!hasTree(folder)) rmSync(folder, { recursive: true, force: true })
}

/** But for the `bases`: what a folder was given since is told by what it was then. */
export function forgetOldSwitches(stateFolder: string, bases: readonly string[]): void {
  const folder = makeFolder(switchesFolder(stateFolder))
  for (const switchId of oldest(folder, switchesKept, new Set())) {
    if (bases.includes(switchId)) continue
    rmSync(path.join(folder, switchId), { recursive: true, force: true })
  }
}

function oldest(folder: string, keep: number, spared: ReadonlySet<string>): readonly string[] {
  const dated = readdirSync(folder).flatMap((name) => {
    const stat = statSync(path.join(folder, name), { throwIfNoEntry: false })
    return stat === undefined || spared.has(name) ? [] : [{ name, at: stat.mtimeMs }]
  })
  return dated
    .sort((one, other) => other.at - one.at)
    .slice(keep)
    .map(({ name }) => name)
}
