import type { Message } from '../../../kernel/message.ts'
import type { RememberedHolder } from '../verbs.ts'
import { changeLedger, readLedgerFile } from './ledger-file.ts'

/**
 * From now on this laptop does not simply hold, or lack, the latest work: the next plan asks. Durable before it returns.
 * `why` is for the person, `since` tells this reason from others.
 */
export function makeHolderUnclear(stateFolder: string, why: Message, since: string): void {
  changeLedger(stateFolder, (ledger) => ({ ...ledger, holder: { kind: 'unclear', why, since } }))
}

/** Takes back what `makeHolderUnclear` wrote for this reason; anything that was written since stays. */
export function restoreHolder(stateFolder: string, before: RememberedHolder, since: string): void {
  changeLedger(stateFolder, (ledger) =>
    ledger.holder.kind === 'unclear' && ledger.holder.since === since ? { ...ledger, holder: before } : ledger,
  )
}

/** Changes with every switch that ends, is begun or is given up here: what was decided before it may not fit any more. */
export function ledgerMark(stateFolder: string): string {
  const { holder, lastEqualSwitchId, history, open } = readLedgerFile(stateFolder)
  return JSON.stringify([holder, lastEqualSwitchId, history[0]?.switchId, open?.switchId])
}
