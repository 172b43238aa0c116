/** What may change after a set was taken, in files beside its description: its pin and its measured size. */
import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../kernel/state-text.ts'
import { flushFolder, writeDurably } from '../../../tools/files/durable-file.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import { setFolder } from './set-folder.ts'
import { snapshotSetsMessages } from '../messages.ts'

/** Decided by the file's existence, not its contents: a damaged file does not unpin a set. */
export function isPinned(names: readonly string[]): boolean {
  return names.includes('pinned.json')
}

export const isSetPinned = (stateFolder: string, id: string): boolean =>
  existsSync(path.join(setFolder(stateFolder, id), 'pinned.json'))

export function setPinned(stateFolder: string, id: string, pinned: boolean): void {
  const file = path.join(setFolder(stateFolder, id), 'pinned.json')
  if (pinned) {
    writeDurably(file, JSON.stringify({ version: 1, at: new Date().toISOString() }))
    return
  }
  rmSync(file, { force: true })
  flushFolder(path.dirname(file))
}

const measuredSchema = z.object({
  version: z.literal(1),
  /** Space that only this set holds. */
  exclusiveBytes: z.number().int().nonnegative(),
  at: z.string(),
  /** Which other sets existed. If they have changed, the number is only an estimate. */
  among: z.string(),
})
export type Measured = z.infer<typeof measuredSchema>

export function readMeasured(stateFolder: string, id: string): Measured | undefined {
  const state = measuredState(stateFolder, id)
  // Most sets have none, and a thousand exceptions would be slow.
  return existsSync(state.path) ? recallState(state) : undefined
}

/** Does nothing if the set was deleted meanwhile, so that its folder does not come back. */
export function writeMeasured(stateFolder: string, id: string, measured: Omit<Measured, 'version'>): void {
  if (!existsSync(setFolder(stateFolder, id))) return
  writeState(measuredState(stateFolder, id), { version: 1, ...measured })
}

function measuredState(stateFolder: string, id: string): StateText<Measured> {
  return {
    path: path.join(setFolder(stateFolder, id), 'space.json'),
    schema: measuredSchema,
    without: snapshotSetsMessages.withoutSidecar({}),
  }
}
