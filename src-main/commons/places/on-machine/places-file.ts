/** places.json: the places of this laptop. What opens them stands apart (`place-secrets.ts`). */
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../kernel/state-text.ts'
import { oneAtATime } from '../../../tools/files/one-at-a-time.ts'
import { readState, writeState } from '../../../tools/files/state-file.ts'
import { placesMessages } from '../messages.ts'
import { placeSchema, type KeptPlace } from '../schemas.ts'
import { forgetSecrets, sweepSecrets } from './place-secrets.ts'

const placesSchema = z.object({ version: z.literal(1), places: z.array(placeSchema) })

const placesState = (stateFolder: string): StateText<z.infer<typeof placesSchema>> => ({
  path: path.join(stateFolder, 'places.json'),
  schema: placesSchema,
  without: placesMessages.withoutPlaces({}),
})

/** AppError "state-unreadable". */
export function readPlaces(stateFolder: string): readonly KeptPlace[] {
  return readState(placesState(stateFolder))?.places ?? []
}

/** AppError "not-found". */
export function findPlace(stateFolder: string, name: string): KeptPlace {
  const found = readPlaces(stateFolder).find((place) => place.name === name)
  if (found === undefined) throw placesMessages.noPlace({ name })
  return found
}

/** With this id the place is replaced. AppError "invalid-input" where another one has got its name meanwhile. */
export function keepPlace(stateFolder: string, place: KeptPlace): void {
  oneAtATime(stateFolder, () => {
    const others = readPlaces(stateFolder).filter(({ id }) => id !== place.id)
    if (others.some(({ name }) => name === place.name)) throw placesMessages.nameTaken({ name: place.name })
    writeState(placesState(stateFolder), { version: 1, places: [...others, place] })
  })
}

/** What is in it stays; what opens it goes. */
export function forgetPlace(stateFolder: string, { id }: Pick<KeptPlace, 'id'>): void {
  oneAtATime(stateFolder, () => {
    const known = readPlaces(stateFolder)
    const others = known.filter((one) => one.id !== id)
    // One that was only looked at is none of them.
    if (others.length < known.length) writeState(placesState(stateFolder), { version: 1, places: others })
  })
  forgetSecrets(stateFolder, id)
}

/** AppError "state-unreadable". */
export function sweepUnadded(stateFolder: string): void {
  sweepSecrets(stateFolder, () => {
    const known = readState(placesState(stateFolder))?.places
    return known && new Set(known.map(({ id }) => id))
  })
}

export const newPlaceId = (): string => randomBytes(8).toString('hex')
