/** The lines that are being placed at this moment, so that what a killed run left behind is known and removed. */
import { randomUUID } from 'node:crypto'
import { readdirSync, existsSync } from 'node:fs'
import path from 'node:path'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { z } from 'zod'
import { byteNameSchema, relativeBytePathSchema } from '../../../contract/path-schemas.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import type { PlaceLine } from '../../../tools/files/place-lines.ts'
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

const storedSchema = z.object({
  version: z.literal(1),
  id: placingIdSchema,
  /** Of the frozen tree that the lines expect. */
  scanId: z.uuid(),
  /** Some thousand at a time, as JSON, deflated (RFC 1951), in base64: a first switch has one for each file of a home. */
  lines: z.array(z.base64()),
  process: z.object({ pid: z.int().positive(), startTime: z.string(), bootId: z.string() }),
})
const placingSchema = storedSchema.extend({ lines: storedSchema.shape.lines.transform(unpackLines) })

export interface Placing extends Pick<z.infer<typeof storedSchema>, 'id' | 'scanId'> {
  readonly lines: readonly PlaceLine[]
}

/** On the disk before the first line is done. */
export function notePlacing(switchFolder: string, { id, scanId, lines }: Placing): void {
  const process = identifyThisProcess()
  const state = { ...placingState(switchFolder), schema: storedSchema }
  writeState(state, { version: 1, id, scanId, lines: packLines(lines), process })
}

const linesAtOnce = 10_000

function packLines(lines: readonly PlaceLine[]): string[] {
  const packed: string[] = []
  for (let at = 0; at < lines.length; at += linesAtOnce) {
    const text = Buffer.from(JSON.stringify(lines.slice(at, at + linesAtOnce)), 'latin1')
    packed.push(deflateRawSync(text, { level: 1 }).toString('base64'))
  }
  return packed
}

function unpackLines(packed: readonly string[]): readonly PlaceLine[] {
  return packed.flatMap((one) => {
    const text = inflateRawSync(Buffer.from(one, 'base64')).toString('latin1')
    return z.array(placeLineSchema).parse(JSON.parse(text))
  })
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

function placingState(switchFolder: string): StateText<z.infer<typeof placingSchema>> {
  return {
    path: path.join(switchFolder, 'placing.json'),
    schema: placingSchema,
    without: placingMessages.withoutPlacing({}),
  }
}
