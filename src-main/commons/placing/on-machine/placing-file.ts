/** The lines that are being placed at this moment, so that what a killed run left behind is known and removed. */
import { randomUUID } from 'node:crypto'
import { readdirSync, existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { byteNameSchema, relativeBytePathSchema } from '../../../contract/path-schemas.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { recallState, removeState, writeState } from '../../../tools/files/state-file.ts'
import { identifyThisProcess, isAlive } from '../../../tools/proc/process-identity.ts'
import { placingMessages } from '../messages.ts'

/** A line of the placer as it stands in a file. */
export const placeLineSchema = z.object({
  path: relativeBytePathSchema,
  action: z.enum(['place', 'lead', 'remove', 'restore', 'keep']),
  beside: byteNameSchema.optional(),
})

/** An id of the placer: in the names of what is not in its place yet. */
export const placingIdSchema = z.string().regex(/^[0-9a-f]{32}$/)

export function newPlacingId(): string {
  return randomUUID().replaceAll('-', '')
}

const placingSchema = z.object({
  version: z.literal(1),
  id: placingIdSchema,
  /** Of the frozen tree that the lines expect. */
  scanId: z.uuid(),
  lines: z.array(placeLineSchema),
  process: z.object({ pid: z.int().positive(), startTime: z.string(), bootId: z.string() }),
})
export type Placing = z.infer<typeof placingSchema>

/** On the disk before the first line is done. */
export function notePlacing(switchFolder: string, placing: Pick<Placing, 'id' | 'scanId' | 'lines'>): void {
  writeState(placingState(switchFolder), { version: 1, ...placing, process: identifyThisProcess() })
}

export function forgetPlacing(switchFolder: string): void {
  removeState(placingState(switchFolder).path)
}

export interface Abandoned {
  readonly switchFolder: string
  readonly switchId: string
  readonly placing: Placing
}

/** Of agents that are no more. `folder` has a folder for each switch. */
export function findAbandoned(folder: string): readonly Abandoned[] {
  const switchIds = existsSync(folder) ? readdirSync(folder) : []
  return switchIds.flatMap((switchId) => {
    const switchFolder = path.join(folder, switchId)
    const placing = recallState(placingState(switchFolder))
    return placing === undefined || isAlive(placing.process) ? [] : [{ switchFolder, switchId, placing }]
  })
}

function placingState(switchFolder: string): StateText<Placing> {
  return {
    path: path.join(switchFolder, 'placing.json'),
    schema: placingSchema,
    without: placingMessages.withoutPlacing({}),
  }
}
