import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { liveMessages } from './messages.ts'
import { createLiveAnswers } from './on-machine/answers.ts'

export const liveAgent: AgentCapability = {
  name: 'live',
  messages: liveMessages,
  answers: createLiveAnswers,
}
