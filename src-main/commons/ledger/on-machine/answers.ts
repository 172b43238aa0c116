import path from 'node:path'
import { z } from 'zod'
import { toldProgressSchema } from '../../../contract/progress/told.ts'
import { proofSchema } from '../../../contract/switch-state.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import type { AllInAgent } from '../../capability/agent-capability.ts'
import { ledgerMessages } from '../messages.ts'
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
  switchIdSchema,
  type LedgerView,
} from '../verbs.ts'
import { awakeNow, hasSleptSince } from './awake.ts'
import type { KnownSubvolumes } from './known-subvolumes.ts'
import { changeLedger, giveUpOpen, readLedgerFile, readProofFile, writeProof } from './ledger-file.ts'
import { readLock, releaseLock, requireLock, requireNobodyElse, takeLock } from './lock-file.ts'
import { markUndone } from './unclear-holder.ts'

/** What it says is asked first at every plan: nothing that is remembered is believed before. */
const answerRead = (subvolumes: KnownSubvolumes) =>
  answer(readLedger, async (_input, { host, signal }) => {
    await subvolumes.notice(host.stateFolder, { signal, logger: host.logger })
    const { holder, lastEqualSwitchId, history, open, givenUp, awake } = readLedgerFile(host.stateFolder)
    const lock = viewLock(host.stateFolder)
    const told = lock?.alive === true ? readProgress(host.runFolder) : undefined
    const progress = told?.switchId === lock?.id ? told : undefined
    const hasSlept = awake === undefined ? {} : { hasSlept: hasSleptSince(awake, host) }
    return { holder, lastEqualSwitchId, history, ...hasSlept, open, givenUp, lock, progress }
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
      awake: awakeNow(host),
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

const progressSchema = toldProgressSchema.extend({
  version: z.literal(1),
  switchId: switchIdSchema,
  /** By the clock of this laptop. */
  toldAtMs: z.number(),
})

type Told = NonNullable<LedgerView['progress']>

/** It is told every few seconds. */
const believedMs = 30_000

/** How far the switch is that another agent of this laptop holds the lock for. Gone after a restart. */
function writeProgress(runFolder: string, told: Told): void {
  writeState(progressState(runFolder), { version: 1, ...told, toldAtMs: Date.now() })
}

function readProgress(runFolder: string): Told | undefined {
  const found = recallState(progressState(runFolder))
  if (found === undefined || Date.now() - found.toldAtMs > believedMs) return undefined
  const { switchId, fraction, leftMs, verifying } = found
  return { switchId, fraction, verifying, ...(leftMs === undefined ? {} : { leftMs }) }
}

function progressState(runFolder: string): StateText<z.infer<typeof progressSchema>> {
  const without = ledgerMessages.withoutProgress({})
  return { path: path.join(runFolder, 'progress.json'), schema: progressSchema, without }
}
