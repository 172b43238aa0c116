import type { AgentCapability } from '../capability/agent-capability.ts'
import { createPersonSyncthingAnswers } from './on-machine/answers.ts'

export const personSyncthingAgent: AgentCapability = {
  name: 'person-syncthing',
  answers: createPersonSyncthingAnswers,
}
