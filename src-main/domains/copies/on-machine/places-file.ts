/** places.json: the places that this laptop copies to. Their passwords stand apart, in secrets/, each in a file of its own. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { oneAtATime } from '../../../tools/files/one-at-a-time.ts'
import { readIfThere } from '../../../tools/files/own-file.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { flushFolder, removeUnfinished, writeDurably } from '../../../tools/files/durable-file.ts'
import { readState, writeState } from '../../../tools/files/state-file.ts'
import { identifyThisProcess, isAlive, nameOfProcess, processOfName } from '../../../tools/proc/process-identity.ts'
import { copiesMessages } from '../messages.ts'
import { forgetBucket } from './bucket.ts'
import { forgetServer } from './server.ts'
import { placeSchema, type CopyPlace } from '../schemas.ts'

const placesSchema = z.object({ version: z.literal(1), places: z.array(placeSchema) })

const placesState = (stateFolder: string): StateText<z.infer<typeof placesSchema>> => ({
  path: path.join(stateFolder, 'copies', 'places.json'),
  schema: placesSchema,
  without: copiesMessages.withoutPlaces({}),
})

/** AppError "state-unreadable". */
export function readPlaces(stateFolder: string): readonly CopyPlace[] {
  return readState(placesState(stateFolder))?.places ?? []
}

/** AppError "not-found". */
export function findPlace(stateFolder: string, name: string): CopyPlace {
  const found = readPlaces(stateFolder).find((place) => place.name === name)
  if (found === undefined) throw copiesMessages.noPlace({ name })
  return found
}

/** With this name or id the place is replaced. */
export function keepPlace(stateFolder: string, place: CopyPlace): void {
  oneAtATime(stateFolder, () => {
    const others = readPlaces(stateFolder).filter(({ id }) => id !== place.id)
    writeState(placesState(stateFolder), { version: 1, places: [...others, place] })
  })
}

/** What is in it stays; what opens it goes. */
export function forgetPlace(stateFolder: string, { id }: CopyPlace): void {
  oneAtATime(stateFolder, () => {
    const known = readPlaces(stateFolder)
    const others = known.filter((one) => one.id !== id)
    // One that was only looked at is none of them.
    if (others.length < known.length) writeState(placesState(stateFolder), { version: 1, places: others })
    rmSync(path.join(stateFolder, 'copies', `${id}.json`), { force: true })
  })
  forgetSecrets(stateFolder, id)
  const folder = path.join(stateFolder, 'copies')
  if (existsSync(folder)) flushFolder(folder)
}

function forgetSecrets(stateFolder: string, id: string): void {
  rmSync(passwordFile(stateFolder, id), { force: true })
  forgetServer({ stateFolder }, id)
  forgetBucket({ stateFolder }, id)
  rmSync(triedFile(stateFolder, id), { force: true })
}

/** Says which process has a place under trial: what opens it is no place's yet. */
const triedFile = (stateFolder: string, id: string): string => path.join(stateFolder, 'secrets', `${id}.tried`)

export function beginTrial(stateFolder: string, id: string): void {
  mkdirSync(path.join(stateFolder, 'secrets'), { recursive: true, mode: 0o700 })
  writeDurably(triedFile(stateFolder, id), `${nameOfProcess(identifyThisProcess())}\n`)
}

/** It is a place now. */
export function endTrial(stateFolder: string, id: string): void {
  rmSync(triedFile(stateFolder, id), { force: true })
}

/** What opens a place that was never added, because whoever looked at it was killed. AppError "state-unreadable". */
export function sweepSecrets(stateFolder: string): void {
  const folder = path.join(stateFolder, 'secrets')
  if (!existsSync(folder)) return
  removeUnfinished(folder)
  // Before the places are read: one that is added meanwhile is among them.
  const ids = new Set(readdirSync(folder).flatMap((name) => /^[0-9a-f]{16}(?=\.|$)/.exec(name)?.[0] ?? []))
  const left = [...ids].filter((id) => !isOnTrial(stateFolder, id))
  const places = readPlaces(stateFolder)
  for (const id of left) {
    if (places.some((place) => place.id === id)) endTrial(stateFolder, id)
    else forgetSecrets(stateFolder, id)
  }
}

function isOnTrial(stateFolder: string, id: string): boolean {
  const owner = processOfName(readIfThere(triedFile(stateFolder, id))?.trim() ?? '')
  return owner !== undefined && isAlive(owner)
}

export const newPlaceId = (): string => randomBytes(8).toString('hex')

/** Read by root alone, and by restic. No snapshot, switch or copy contains the state folder. */
export function passwordFile(stateFolder: string, id: string): string {
  return path.join(stateFolder, 'secrets', id)
}

export function writePassword(stateFolder: string, id: string, password: string): void {
  mkdirSync(path.join(stateFolder, 'secrets'), { recursive: true, mode: 0o700 })
  writeDurably(passwordFile(stateFolder, id), `${password}\n`)
}

/** Undefined for a place that needs none. */
export function readPassword(stateFolder: string, id: string): string | undefined {
  return readIfThere(passwordFile(stateFolder, id))?.trimEnd()
}

/** Where restic keeps what it remembers of its stores. */
export const cacheFolder = (stateFolder: string): string => path.join(stateFolder, 'copies', 'cache')
