import type { Message } from '../../../kernel/message.ts'
import type { RememberedHolder } from '../verbs.ts'
import { changeLedger, readLedgerFile } from './ledger-file.ts'

/**
 * Makes the holder of the latest work unclear, so that the next plan asks. Durable before it returns.
 * `why` is for the person, `since` tells this reason from others.
 */
export function makeHolderUnclear(stateFolder: string, why: Message, since: string): void {
  changeLedger(stateFolder, (ledger) => ({ ...ledger, holder: { kind: 'unclear', why, since } }))
}

/** Undoes `makeHolderUnclear` for this reason, unless something was written since. */
export function restoreHolder(stateFolder: string, before: RememberedHolder, since: string): void {
  changeLedger(stateFolder, (ledger) =>
    ledger.holder.kind === 'unclear' && ledger.holder.since === since ? { ...ledger, holder: before } : ledger,
  )
}

/** Changes whenever a switch begins, ends or is given up here: earlier decisions may no longer fit. */
export function ledgerMark(stateFolder: string): string {
  const { holder, lastEqualSwitchId, history, open } = readLedgerFile(stateFolder)
  return JSON.stringify([holder, lastEqualSwitchId, history[0]?.switchId, open?.switchId])
}
