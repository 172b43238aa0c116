/** What is known of a place without asking it: what was in it when it was last open, and what was proven of that. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../kernel/state-text.ts'
import { oneAtATime } from '../../../tools/files/one-at-a-time.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import { copiesMessages } from '../messages.ts'
import { subvolumeNameSchema } from '../../../commons/snapshot-sets/schemas.ts'
import { copySchema, placeWorkSchema } from '../schemas.ts'
import { forgetPlace, readPlaces } from '../../../commons/places/on-machine/places-file.ts'
import type { KeptPlace } from '../../../commons/places/schemas.ts'

const memorySchema = z.object({
  version: z.literal(1),
  /** When the place was last open; absent before that. */
  seenAt: z.string().optional(),
  /** The newest first. */
  copies: z.array(copySchema),
  room: z.object({ totalBytes: z.number(), freeBytes: z.number() }).optional(),
  /** Which part of it was last read. */
  verified: z.object({ at: z.string(), part: z.number(), of: z.number() }).optional(),
  /** When each was last read and was right (`copyKey`). */
  proven: z.record(z.string(), z.string()).default({}),
  /** Those that were read and are not what was copied (`copyKey`). */
  damaged: z.array(z.string()).default([]),
  /** The part that is damaged, since it was read: which copies need it is not known. Of a store. */
  failed: z.object({ at: z.string(), part: z.number(), of: z.number() }).optional(),
  /** Paths there of what is no copy, or cannot be removed. */
  others: z.array(z.string()).optional(),
  /** When the room of what was removed was last given back. */
  prunedAt: z.string().optional(),
  work: placeWorkSchema.optional(),
  /** How large each subvolume of this laptop was when it was last copied into a store. */
  sizes: z.record(subvolumeNameSchema, z.number()).optional(),
  /** When its recovery sheet was confirmed. */
  sheetAt: z.string().optional(),
})
export type PlaceMemory = z.infer<typeof memorySchema>

const memoryState = (stateFolder: string, id: string): StateText<PlaceMemory> => ({
  path: path.join(stateFolder, 'copies', `${id}.json`),
  schema: memorySchema,
  without: copiesMessages.withoutMemory({}),
})

export function recallPlace(stateFolder: string, id: string): PlaceMemory {
  return recallState(memoryState(stateFolder, id)) ?? { version: 1, copies: [], proven: {}, damaged: [] }
}

/** What is made of what is known is given as a function: others may note something meanwhile. Of a place that was removed nothing is kept. */
export function rememberPlace(stateFolder: string, id: string, news: PlaceNews): void {
  oneAtATime(stateFolder, () => {
    if (!readPlaces(stateFolder).some((place) => place.id === id)) return
    const known = recallPlace(stateFolder, id)
    writeState(memoryState(stateFolder, id), { ...known, ...(typeof news === 'function' ? news(known) : news) })
  })
}

/** With what is known of it. What is in it stays. */
export function removePlace(stateFolder: string, { id }: Pick<KeptPlace, 'id'>): void {
  forgetPlace(stateFolder, { id })
  rmSync(memoryState(stateFolder, id).path, { force: true })
}

type PlaceNews = Partial<PlaceMemory> | ((known: PlaceMemory) => Partial<PlaceMemory>)
