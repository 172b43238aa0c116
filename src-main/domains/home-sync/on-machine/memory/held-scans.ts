/** Scans that a switch is measured against: they outlive the forgetting of old scans, and a restart. */
import { isThere } from '../../../../tools/files/own-file.ts'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../../kernel/state-text.ts'
import { flushFile, flushFolder } from '../../../../tools/files/durable-file.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { recallState, writeState } from '../../../../tools/files/state-file.ts'
import { homeMessages } from '../../messages.ts'
import { scanIdSchema } from '../../scan-verbs.ts'
import { outlineFile } from '../inventory/damage.ts'
import { recallInventory } from '../inventory/outline-file.ts'
import { findFrozen } from '../scan/freeze-home.ts'
import {
  changesFile,
  existingScan,
  forgetOldSwitches,
  inventoryFile,
  makeFolder,
  scanFolder,
  switchesFolder,
  switchFolder,
} from '../scan/home-folders.ts'
import { isUntouched } from '../scan/tree-stamps.ts'
import { knownBases } from './bases.ts'

const heldSchema = z.object({
  version: z.literal(1),
  /** What the agreed plan was made from; on the source also what is copied until a later one is. */
  planned: scanIdSchema.optional(),
  /** On the target, where it was looked at again when the agreed plan was started. */
  started: scanIdSchema.optional(),
  /** On the source: what the target was last given. */
  carried: scanIdSchema.optional(),
  /** What was compared last, and found equal. */
  verified: scanIdSchema.optional(),
})
export type HeldAs = 'planned' | 'started' | 'carried' | 'verified'

/** The first one stays what was planned, however often the switch is resumed: false when there was one already. */
export function holdScan(stateFolder: string, switchId: string, scanId: string, as: HeldAs): boolean {
  forgetOldSwitches(stateFolder, knownBases(stateFolder))
  const held = readHeld(stateFolder, switchId)
  if ((as === 'planned' || as === 'started') && held[as] !== undefined) return false
  flushScan(existingScan(stateFolder, scanId))
  makeFolder(switchFolder(stateFolder, switchId))
  writeState(heldState(stateFolder, switchId), { ...held, [as]: scanId })
  return true
}

/** A switch that is resumed after a power loss finds it whole. */
function flushScan(folder: string): void {
  const inventory = inventoryFile(folder)
  for (const file of [inventory, outlineFile(inventory), changesFile(folder)]) flushFile(file)
  flushFolder(folder)
}

export function heldScan(stateFolder: string, switchId: string, as: HeldAs): string | undefined {
  return readHeld(stateFolder, switchId)[as]
}

/** Undefined when nothing is held, or it is gone. */
export function heldInventory(stateFolder: string, switchId: string, as: HeldAs): string | undefined {
  const scanId = heldScan(stateFolder, switchId, as)
  return scanId === undefined ? undefined : inventoryFile(existingScan(stateFolder, scanId))
}

/** /home as that scan saw it; undefined when nothing is held, it is gone, or somebody could write to it. */
export async function heldTree(
  { stateFolder, switchId, as }: { readonly stateFolder: string; readonly switchId: string; readonly as: HeldAs },
  options: RunOptions,
): Promise<string | undefined> {
  const scanId = heldScan(stateFolder, switchId, as)
  const folder = scanId === undefined ? undefined : scanFolder(stateFolder, scanId)
  const frozen = folder === undefined ? undefined : findFrozen(folder)
  if (folder === undefined || frozen === undefined) return undefined
  const stamps = recallInventory(inventoryFile(folder))?.trees ?? []
  const tree = { root: frozen.root, subvolumes: ['', ...frozen.nested] }
  return (await isUntouched(tree, stamps, options)) ? frozen.root : undefined
}

/** Of all switches that are remembered. */
export function heldScans(stateFolder: string): ReadonlySet<string> {
  const folder = switchesFolder(stateFolder)
  const switchIds = isThere(folder) ? readdirSync(folder) : []
  return new Set(
    switchIds.flatMap((switchId) => {
      const { planned, started, carried, verified } = readHeld(stateFolder, switchId)
      return [planned, started, carried, verified].filter((scanId) => scanId !== undefined)
    }),
  )
}

/** The switch is over: what was compared last is what this laptop had, all else is needed no more. */
export function releaseOthers(stateFolder: string, switchId: string): void {
  const { verified } = readHeld(stateFolder, switchId)
  writeState(heldState(stateFolder, switchId), { version: 1, ...(verified === undefined ? {} : { verified }) })
}

function readHeld(stateFolder: string, switchId: string): z.infer<typeof heldSchema> {
  return recallState(heldState(stateFolder, switchId)) ?? { version: 1 }
}

function heldState(stateFolder: string, switchId: string): StateText<z.infer<typeof heldSchema>> {
  return {
    path: path.join(switchFolder(stateFolder, switchId), 'held.json'),
    schema: heldSchema,
    without: homeMessages.withoutHeld({}),
  }
}
