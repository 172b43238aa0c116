/** What may change after a set was taken, in files beside its description: a pin, and what was measured of it. */
import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { flushFolder, readIfThere, writeDurably } from '../../../tools/files/durable-file.ts'
import { setFolder } from './set-folder.ts'

/** By the names in its folder, whatever the file says: a damaged file does not unpin a set. */
export function isPinned(names: readonly string[]): boolean {
  return names.includes('pinned.json')
}

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
  /** What only this set holds. */
  exclusiveBytes: z.number().int().nonnegative(),
  at: z.string(),
  /** Which other sets were there: when they are others now, the number is only an estimate. */
  among: z.string(),
})
export type Measured = z.infer<typeof measuredSchema>

/** A cache: one that cannot be read is as good as none. */
export function readMeasured(stateFolder: string, id: string): Measured | undefined {
  const file = path.join(setFolder(stateFolder, id), 'space.json')
  // Most sets have none, and an exception for each of a thousand is felt.
  const text = existsSync(file) ? readIfThere(file) : undefined
  if (text === undefined) return undefined
  try {
    return measuredSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Does nothing for a set that was deleted meanwhile: its folder must not come back. */
export function writeMeasured(stateFolder: string, id: string, measured: Omit<Measured, 'version'>): void {
  if (!existsSync(setFolder(stateFolder, id))) return
  writeDurably(path.join(setFolder(stateFolder, id), 'space.json'), JSON.stringify({ version: 1, ...measured }))
}
