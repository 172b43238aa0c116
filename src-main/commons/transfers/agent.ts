import type { AgentCapability } from '../capability/agent-capability.ts'
import { sweepTransferFiles } from './on-machine/ticketed.ts'
import { sweepTickets } from './on-machine/tickets.ts'
import { createTransfersAnswers } from './on-machine/answers.ts'

export const transfersAgent: AgentCapability = {
  name: 'transfers',
  atStart: ({ runFolder }) => Promise.all([sweepTransferFiles(runFolder), sweepTickets(runFolder)]),
  answers: ({ transferAreas }) => createTransfersAnswers(transferAreas),
}
