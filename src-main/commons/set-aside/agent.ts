import type { AgentCapability } from '../capability/agent-capability.ts'
import { setAsideAnswers } from './on-machine/answers.ts'

export const setAsideAgent: AgentCapability = { name: 'set-aside', answers: () => setAsideAnswers }
