import { proofSchema } from '../../../contract/switch-state.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import type { AllInAgent } from '../../capability/agent-capability.ts'
import {
  concludeSwitch,
  dismissSwitch,
  lockLedger,
  noteUndone,
  openSwitch,
  readLedger,
  readProof,
  tellProgress,
  unlockLedger,
  type LockView,
} from '../verbs.ts'
import type { KnownSubvolumes } from './known-subvolumes.ts'
import { changeLedger, giveUpOpen, readLedgerFile, readProofFile, writeProof } from './ledger-file.ts'
import { readProgress, writeProgress } from './progress-file.ts'
import { readLock, releaseLock, requireLock, requireNobodyElse, takeLock } from './lock-file.ts'
import { markUndone } from './unclear-holder.ts'
import { ledgerMessages } from '../messages.ts'

/** What it says is asked first at every plan: nothing that is remembered is believed before. */
const answerRead = (subvolumes: KnownSubvolumes) =>
  answer(readLedger, async (_input, { host, signal }) => {
    await subvolumes.notice(host.stateFolder, { signal })
    const { holder, lastEqualSwitchId, history, open, givenUp } = readLedgerFile(host.stateFolder)
    const lock = viewLock(host.stateFolder)
    const told = lock?.alive === true ? readProgress(host.runFolder) : undefined
    const progress = told?.switchId === lock?.id ? told : undefined
    return { holder, lastEqualSwitchId, history, open, givenUp, lock, progress }
  })

const answerLock = (blocksSwitch: AllInAgent['blocksSwitch']) =>
  answer(lockLedger, async (input, { host, signal }) => {
    await takeLock(host.stateFolder, input, { signal, blocksSwitch })
    return {}
  })

const answerUnlock = answer(unlockLedger, async ({ id }, { host, signal }) => {
  await releaseLock(host.stateFolder, id, signal)
  return {}
})

const answerOpen = answer(openSwitch, (open, { host }) => {
  requireLock(host.stateFolder, open.switchId)
  changeLedger(host.stateFolder, (ledger) => {
    const kept = { ...open, holderBefore: ledger.holder }
    // Another one that is open was replaced by a new one without a word to this laptop.
    return { ...(ledger.open?.switchId === open.switchId ? ledger : giveUpOpen(ledger)), open: kept }
  })
  return Promise.resolve({})
})

const answerProgress = answer(tellProgress, (progress, { host }) => {
  requireLock(host.stateFolder, progress.switchId)
  writeProgress(host.runFolder, progress)
  return Promise.resolve({})
})

/** Writes the proof before the history refers to it. */
const answerConclude = (subvolumes: KnownSubvolumes) =>
  answer(concludeSwitch, async ({ switchId, entry, holder, proofJson }, { host, signal }) => {
    requireLock(host.stateFolder, switchId)
    checkProof(switchId, proofJson)
    writeProof(host.stateFolder, switchId, proofJson)
    if (holder !== undefined) await subvolumes.record(host.stateFolder, { signal })
    changeLedger(host.stateFolder, (ledger) => ({
      ...ledger,
      ...(holder === undefined ? {} : { holder: { kind: 'held', ...holder, switchId } }),
      ...(holder !== undefined && entry.verified ? { lastEqualSwitchId: switchId } : {}),
      history: [entry, ...ledger.history.filter((earlier) => earlier.switchId !== switchId)],
      open: undefined,
    }))
    return {}
  })

const answerUndone = answer(noteUndone, ({ switchId, operationId, since }, { host }) => {
  requireLock(host.stateFolder, operationId)
  markUndone(host.stateFolder, switchId, since)
  return Promise.resolve({})
})

const answerDismiss = answer(dismissSwitch, ({ switchId }, { host }) => {
  requireNobodyElse(host.stateFolder)
  changeLedger(host.stateFolder, (ledger) => (ledger.open?.switchId === switchId ? giveUpOpen(ledger) : ledger))
  return Promise.resolve({})
})

const answerProof = answer(readProof, ({ switchId }, { host }) =>
  Promise.resolve({ proofJson: readProofFile(host.stateFolder, switchId) }),
)

function viewLock(stateFolder: string): LockView | undefined {
  const found = readLock(stateFolder)
  if (found === undefined) return undefined
  const { id, of, since, startedBy } = found.lock
  return { id, of, since, startedBy, alive: found.alive, ours: found.ours }
}

function checkProof(switchId: string, proofJson: string): void {
  const proof = proofSchema.parse(JSON.parse(proofJson))
  if (proof.switchId === switchId) return
  throw ledgerMessages.otherProof({}, { details: `${proof.switchId} is not ${switchId}` })
}

export function createLedgerAnswers(
  { blocksSwitch }: Pick<AllInAgent, 'blocksSwitch'>,
  subvolumes: KnownSubvolumes,
): readonly Answer[] {
  return [
    answerRead(subvolumes),
    answerLock(blocksSwitch),
    answerUnlock,
    answerOpen,
    answerProgress,
    answerConclude(subvolumes),
    answerUndone,
    answerDismiss,
    answerProof,
  ]
}
