import type { AgentCapability } from '../capability/agent-capability.ts'
import { sweepTransferFiles } from './on-machine/ticketed.ts'
import { createTransfersAnswers } from './on-machine/answers.ts'

export const transfersAgent: AgentCapability = {
  name: 'transfers',
  atStart: ({ runFolder }) => sweepTransferFiles(runFolder),
  answers: ({ transferAreas }) => createTransfersAnswers(transferAreas),
}
