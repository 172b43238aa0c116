/**
 * Folders of the person's Syncthing that a rollback paused, in `held-syncthing.json` of the state folder: until somebody has said which
 * state counts, and that is done.
 */
import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../kernel/state-text.ts'
import { readState, removeState, writeState } from '../../../tools/files/state-file.ts'
import { heldFoldersMessages } from '../messages.ts'

const heldFolderSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** What it goes on as: "sendreceive". */
  type: z.string(),
  /** The rollback that paused it. */
  by: z.string(),
  /** Below it, what was written from the rollback until then: known before anything newer comes. */
  since: z.object({ atMs: z.number(), names: z.array(z.string()) }).optional(),
})
export type HeldFolder = z.infer<typeof heldFolderSchema>

const heldStateSchema = z.object({
  version: z.literal(1),
  /** When the snapshots were taken that were gone back to. */
  setAt: z.string(),
  folders: z.array(heldFolderSchema).min(1),
  choice: z.enum(['newer', 'this']).optional(),
  /** Devices that are paused for a moment, and were not before. */
  pausedDevices: z.array(z.string()).optional(),
})
export type HeldState = z.infer<typeof heldStateSchema>

function heldState(stateFolder: string): StateText<HeldState> {
  return {
    path: path.join(stateFolder, 'held-syncthing.json'),
    schema: heldStateSchema,
    without: heldFoldersMessages.withoutHeld({}),
  }
}

export const readHeld = (stateFolder: string): HeldState | undefined => readState(heldState(stateFolder))
export const writeHeld = (stateFolder: string, held: HeldState): void => writeState(heldState(stateFolder), held)
export const removeHeld = (stateFolder: string): void => removeState(heldState(stateFolder).path)
