import type { AgentCapability } from '../capability/agent-capability.ts'
import { createTransfersAnswers } from './on-machine/answers.ts'

export const transfersAgent: AgentCapability = {
  name: 'transfers',
  answers: ({ transferAreas }) => createTransfersAnswers(transferAreas),
}
