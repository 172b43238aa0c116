/** ledger.json and the proofs in the state folder: reading and changing them whole. */
import path from 'node:path'
import { z } from 'zod'
import { historyEntrySchema } from '../../../contract/calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { readIfThere, writeDurably } from '../../../tools/files/durable-file.ts'
import { openRecordSchema, rememberedHolderSchema, switchIdSchema } from '../verbs.ts'

const ledgerSchema = z.object({
  version: z.literal(1),
  holder: rememberedHolderSchema,
  lastEqualSwitchId: switchIdSchema.optional(),
  history: z.array(historyEntrySchema),
  open: openRecordSchema.optional(),
})
export type Ledger = z.infer<typeof ledgerSchema>

const emptyLedger: Ledger = { version: 1, holder: { kind: 'none' }, history: [] }
/** A switch a day for nearly three years. Their proofs stay. */
const historyLength = 1_000

/** AppError "state-unreadable" for a file that is damaged or from another version: never a guess, never an empty one. */
export function readLedgerFile(stateFolder: string): Ledger {
  const file = ledgerFile(stateFolder)
  const text = readIfThere(file)
  return text === undefined ? emptyLedger : parseState(ledgerSchema, file, text)
}

/** Reads, changes and writes in one go; `change` must not wait for anything. */
export function changeLedger(stateFolder: string, change: (ledger: Ledger) => Ledger): void {
  const changed = change(readLedgerFile(stateFolder))
  const ledger: Ledger = { ...changed, history: changed.history.slice(0, historyLength) }
  writeDurably(ledgerFile(stateFolder), `${JSON.stringify(ledger, undefined, 2)}\n`)
}

export function writeProof(stateFolder: string, switchId: string, proofJson: string): void {
  writeDurably(proofFile(stateFolder, switchId), proofJson)
}

export function readProofFile(stateFolder: string, switchId: string): string {
  const text = readIfThere(proofFile(stateFolder, switchId))
  if (text !== undefined) return text
  throw new AppError({
    code: 'not-found',
    message: 'This laptop has no proof of that switch.',
    hint: 'Look for it on the other laptop; a switch that did not finish has none.',
    details: switchId,
  })
}

/** AppError "state-unreadable" naming the file and the first thing that is wrong in it. */
export function parseState<T>(schema: z.ZodType<T>, file: string, text: string): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw new AppError({
      code: 'state-unreadable',
      message: `What pc-switcher remembers in ${file} cannot be read.`,
      hint: 'It may be from a newer version: install the same version on both laptops. If it is damaged, move the file away and switch again.',
      details: error instanceof z.ZodError ? z.prettifyError(error) : String(error),
      cause: error,
    })
  }
}

function ledgerFile(stateFolder: string): string {
  return path.join(stateFolder, 'ledger.json')
}

function proofFile(stateFolder: string, switchId: string): string {
  return path.join(stateFolder, 'proofs', `${switchId}.json`)
}
