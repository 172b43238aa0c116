import type { AgentCapability } from '../capability/agent-capability.ts'
import { createLedgerAnswers } from './on-machine/answers.ts'
import { sweepBesideLock } from './on-machine/lock-file.ts'

export const ledgerAgent: AgentCapability = {
  name: 'ledger',
  answers: createLedgerAnswers,
  atStart: ({ stateFolder }) => {
    sweepBesideLock(stateFolder)
    return Promise.resolve()
  },
}
