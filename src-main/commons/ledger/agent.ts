import type { AgentCapability } from '../capability/agent-capability.ts'
import { createLedgerAnswers } from './on-machine/answers.ts'

export const ledgerAgent: AgentCapability = { name: 'ledger', answers: createLedgerAnswers }
