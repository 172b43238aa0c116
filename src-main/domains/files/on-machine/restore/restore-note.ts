/**
 * A note of each restore that is under way, on the disk before anything of it is: by it the next agent clears up what one
 * that was killed left behind. The set that files come from is held as long.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { placeLineSchema, placingIdSchema } from '../../../../commons/placing/on-machine/placing-file.ts'
import { removeHold, writeHold } from '../../../../commons/snapshot-sets/on-machine/holds.ts'
import { setIdSchema, subvolumeNameSchema } from '../../../../commons/snapshot-sets/schemas.ts'
import type { StateText } from '../../../../kernel/state-text.ts'
import { flushFolder, removeUnfinished } from '../../../../tools/files/durable-file.ts'
import { recallState, writeState } from '../../../../tools/files/state-file.ts'
import { identifyThisProcess, isAlive, processIdentitySchema } from '../../../../tools/proc/process-identity.ts'
import { filesMessages } from '../../messages.ts'
import { operationIdSchema } from '../../restore-schemas.ts'

const noteSchema = z.object({
  version: z.literal(1),
  operationId: operationIdSchema,
  /** The name of the subvolume. */
  folder: subvolumeNameSchema,
  process: processIdentitySchema,
  /** What the placer was asked to do; without it, it was not asked yet. */
  placing: z
    .object({
      id: placingIdSchema,
      /** The set that was taken first. */
      keptSet: setIdSchema,
      /** The set whose /etc comes; without it, what is in the staging folder comes. */
      etcSet: setIdSchema.optional(),
      lines: z.array(placeLineSchema),
    })
    .optional(),
})
type Note = z.infer<typeof noteSchema>
export type NotedPlacing = NonNullable<Note['placing']>

export interface Noted {
  readonly operationId: string
  readonly subvolume: string
}

/** `setId`: the set that files come from, if it is on this laptop. */
export function noteRestore(stateFolder: string, noted: Noted, setId: string | undefined): void {
  writeNote(stateFolder, noted, undefined)
  if (setId !== undefined)
    writeHold(stateFolder, holdName(noted.operationId), { setId, why: filesMessages.heldByRestore({}) })
}

/** Before the first line. */
export function notePlacing(stateFolder: string, noted: Noted, placing: NotedPlacing): void {
  writeNote(stateFolder, noted, placing)
}

function writeNote(stateFolder: string, { operationId, subvolume }: Noted, placing: NotedPlacing | undefined): void {
  const note: Note = { version: 1, operationId, folder: subvolume, process: identifyThisProcess() }
  const file = noteFile(stateFolder, operationId)
  writeState(noteState(file), placing === undefined ? note : { ...note, placing })
}

/** Harmless when there is none. */
export function forgetRestore(stateFolder: string, operationId: string): void {
  removeHold(stateFolder, holdName(operationId))
  rmSync(noteFile(stateFolder, operationId), { force: true })
  flushFolder(notesFolder(stateFolder))
}

export interface AbandonedRestore extends Noted {
  readonly placing: NotedPlacing | undefined
}

/** Of agents that are no more. */
export function findAbandoned(stateFolder: string): readonly AbandonedRestore[] {
  const folder = notesFolder(stateFolder)
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.flatMap((name) => {
    const isNote = name.endsWith('.json') && !name.startsWith('.')
    const note = isNote ? recallState(noteState(path.join(folder, name))) : undefined
    if (note === undefined || isAlive(note.process)) return []
    return [{ operationId: note.operationId, subvolume: note.folder, placing: note.placing }]
  })
}

/** Of agents that were killed while they wrote one: it says of nothing that was done. */
export function removeUnfinishedNotes(stateFolder: string): void {
  removeUnfinished(notesFolder(stateFolder))
}

function noteState(file: string): StateText<Note> {
  return { path: file, schema: noteSchema, without: filesMessages.withoutStaging({}) }
}

function notesFolder(stateFolder: string): string {
  return path.join(stateFolder, 'restores')
}

function noteFile(stateFolder: string, operationId: string): string {
  return path.join(notesFolder(stateFolder), `${operationId}.json`)
}

function holdName(operationId: string): string {
  return `restore-${operationId}`
}
