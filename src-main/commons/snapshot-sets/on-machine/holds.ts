/**
 * Holds: one small file in the state folder for each set that is still needed. A capability writes it before it relies
 * on the set, and removes it when it is done. Deleting sets reads all holds first.
 */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { isErrno } from '../../../kernel/errno.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { readState, removeState, writeState } from '../../../tools/files/state-file.ts'
import { messageSchema } from '../../../contract/message.ts'
import { setIdSchema } from '../schemas.ts'
import { snapshotSetsMessages } from '../messages.ts'

const holdSchema = z.object({
  version: z.literal(1),
  setId: setIdSchema,
  /** For the person: "The rollback that waits for the next start needs it." */
  why: messageSchema,
})
export type Hold = z.infer<typeof holdSchema>

/** Of a hold's own file; the same name again replaces it. */
const holdNamePattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/

export function writeHold(stateFolder: string, name: string, hold: Pick<Hold, 'setId' | 'why'>): void {
  writeState(holdState(holdFile(stateFolder, name)), { version: 1, ...hold })
}

/** Harmless when there is none. */
export function removeHold(stateFolder: string, name: string): void {
  removeState(holdFile(stateFolder, name))
}

/** Those whose names begin so. */
export function removeHoldsOf(stateFolder: string, beginning: string): void {
  const mine = namesIn(holdsFolder(stateFolder)).filter((name) => name.startsWith(beginning))
  for (const name of mine) removeState(path.join(holdsFolder(stateFolder), name))
}

/** AppError "state-unreadable" for one that cannot be read: its sets are then unknown. */
export function readHolds(stateFolder: string): readonly Hold[] {
  return namesIn(holdsFolder(stateFolder)).flatMap((name) => {
    const hold = readState(holdState(path.join(holdsFolder(stateFolder), name)))
    return hold === undefined ? [] : [hold]
  })
}

function holdState(file: string): StateText<Hold> {
  return { path: file, schema: holdSchema, without: snapshotSetsMessages.withoutHold({}) }
}

function holdsFolder(stateFolder: string): string {
  return path.join(stateFolder, 'snapshot-holds')
}

function holdFile(stateFolder: string, name: string): string {
  if (!holdNamePattern.test(name)) throw new Error(`not the name of a hold: ${name}`)
  return path.join(holdsFolder(stateFolder), `${name}.json`)
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json') && !name.startsWith('.'))
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}
