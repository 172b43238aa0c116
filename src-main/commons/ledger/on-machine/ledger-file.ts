/** Reads and changes ledger.json and the proofs in the state folder. */
import path from 'node:path'
import { z } from 'zod'
import { readIfThere } from '../../../tools/files/own-file.ts'
import { historyEntrySchema } from '../../../contract/overview-calls.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { writeDurably } from '../../../tools/files/durable-file.ts'
import { readUnlessDamaged, writeState } from '../../../tools/files/state-file.ts'
import { givenUpRecordSchema, keptOpenRecordSchema, rememberedHolderSchema, switchIdSchema } from '../verbs.ts'
import { ledgerMessages } from '../messages.ts'
import { awakeSchema } from './awake.ts'

const ledgerSchema = z.object({
  version: z.literal(1),
  holder: rememberedHolderSchema,
  lastEqualSwitchId: switchIdSchema.optional(),
  history: z.array(historyEntrySchema),
  /** When the newest switch ended. */
  awake: awakeSchema.optional(),
  open: keptOpenRecordSchema.optional(),
  givenUp: z.array(givenUpRecordSchema),
})
export type Ledger = z.infer<typeof ledgerSchema>

const emptyLedger: Ledger = { version: 1, holder: { kind: 'none' }, history: [], givenUp: [] }
/** Enough for a switch a day for nearly three years. Proofs are never removed. */
const historyLength = 1_000

/**
 * A damaged one is set aside, and who has the work is unclear then: the next plan asks. AppError "state-unreadable" for one
 * from another version: never a guess, never an empty one.
 */
export function readLedgerFile(stateFolder: string): Ledger {
  const state = ledgerState(stateFolder)
  const found = readUnlessDamaged(state)
  if (found !== 'damaged') return found ?? emptyLedger
  const since = new Date().toISOString()
  const ledger: Ledger = { ...emptyLedger, holder: { kind: 'unclear', why: ledgerMessages.wasDamaged({}), since } }
  writeState(state, ledger)
  return ledger
}

/** Reads, changes and writes synchronously, so `change` must not be async. */
export function changeLedger(stateFolder: string, change: (ledger: Ledger) => Ledger): void {
  const changed = change(readLedgerFile(stateFolder))
  const ledger: Ledger = {
    ...changed,
    history: changed.history.slice(0, historyLength),
    givenUp: changed.givenUp.slice(0, historyLength),
  }
  writeState(ledgerState(stateFolder), ledger)
}

/** The names of all laptops that it remembers something of. */
export function laptopsIn({ holder, history, open, givenUp }: Ledger): ReadonlySet<string> {
  const switches = [...history, ...givenUp, ...(open === undefined ? [] : [open])]
  const held = holder.kind === 'held' ? [holder.by] : []
  return new Set([...held, ...switches.flatMap(({ from, to }) => [from.name, to.name])])
}

/** Without a switch that is open. */
export function giveUpOpen(ledger: Ledger): Ledger {
  const { open, givenUp } = ledger
  if (open === undefined) return ledger
  return { ...ledger, open: undefined, givenUp: [{ ...open, givenUpAt: new Date().toISOString() }, ...givenUp] }
}

export function writeProof(stateFolder: string, switchId: string, proofJson: string): void {
  writeDurably(proofFile(stateFolder, switchId), proofJson)
}

export function readProofFile(stateFolder: string, switchId: string): string {
  const text = readIfThere(proofFile(stateFolder, switchId))
  if (text !== undefined) return text
  throw ledgerMessages.noProof({}, { details: switchId })
}

function ledgerState(stateFolder: string): StateText<Ledger> {
  return {
    path: path.join(stateFolder, 'ledger.json'),
    schema: ledgerSchema,
    without: ledgerMessages.withoutLedger({}),
  }
}

function proofFile(stateFolder: string, switchId: string): string {
  return path.join(stateFolder, 'proofs', `${switchId}.json`)
}
