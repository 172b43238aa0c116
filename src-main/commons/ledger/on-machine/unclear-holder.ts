import type { Message } from '../../../kernel/message.ts'
import type { HistoryEntry } from '../../../contract/overview-calls.ts'
import type { RememberedHolder } from '../verbs.ts'
import { changeLedger, readLedgerFile } from './ledger-file.ts'

/**
 * Makes the holder of the latest work unclear, so that the next plan asks. Durable before it returns.
 * `why` is for the person, `since` tells this reason from others.
 */
export function makeHolderUnclear(stateFolder: string, why: Message, since: string): void {
  changeLedger(stateFolder, (ledger) => ({ ...ledger, holder: { kind: 'unclear', why, since } }))
}

/**
 * The source has the latest work again, if the switch had brought it. Durable before it returns. Does nothing when something else was
 * written since that switch.
 */
export function markUndone(stateFolder: string, switchId: string, since: string): void {
  changeLedger(stateFolder, (ledger) => {
    const { holder, history } = ledger
    const undone = history.find((entry) => entry.switchId === switchId)
    if (undone === undefined) return ledger
    const marked = history.map((entry) => (entry === undone ? { ...entry, undoneAt: since } : entry))
    if (undone.scope !== undefined) return { ...ledger, history: marked }
    if (holder.kind !== 'held' || holder.switchId !== switchId) return ledger
    return { ...ledger, holder: { kind: 'held', by: undone.from.name, since, switchId, undone: true }, history: marked }
  })
}

/** Takes `makeHolderUnclear` or `markUndone` of this time back, unless something was written since. */
export function restoreHolder(stateFolder: string, before: RememberedHolder, since: string): void {
  changeLedger(stateFolder, (ledger) => {
    const { holder, history } = ledger
    const cleared = history.map((entry) => withoutUndone(entry, since))
    const isOurs = holder.kind !== 'none' && holder.since === since
    return { ...ledger, ...(isOurs ? { holder: before } : {}), history: cleared }
  })
}

function withoutUndone(entry: HistoryEntry, since: string): HistoryEntry {
  return entry.undoneAt === since ? { ...entry, undoneAt: undefined } : entry
}

/** Changes whenever a switch begins, ends or is given up here: earlier decisions may no longer fit. */
export function ledgerMark(stateFolder: string): string {
  const { holder, lastEqualSwitchId, history, open } = readLedgerFile(stateFolder)
  return JSON.stringify([holder, lastEqualSwitchId, history[0]?.switchId, open?.switchId])
}
