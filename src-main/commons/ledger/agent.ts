import type { AgentCapability } from '../capability/agent-capability.ts'
import { readSwapFiles } from '../../tools/proc/swaps.ts'
import { machinePlaces } from '../snapshot-sets/on-machine/find-layout.ts'
import { ledgerMessages } from './messages.ts'
import { createLedgerAnswers } from './on-machine/answers.ts'
import { createKnownSubvolumes, forgetSubvolumes } from './on-machine/known-subvolumes.ts'
import { sweepBesideLock } from './on-machine/lock-file.ts'

export const ledgerAgent: AgentCapability = {
  name: 'ledger',
  messages: ledgerMessages,
  answers: (all) => {
    const placesOf = (stateFolder: string) => machinePlaces(stateFolder, readSwapFiles(), all.areas)
    return createLedgerAnswers(all, createKnownSubvolumes({ ...all, placesOf }))
  },
  atStart: ({ stateFolder }) => {
    sweepBesideLock(stateFolder)
    return Promise.resolve()
  },
  forget: forgetSubvolumes,
}
