import type { AgentCapability } from '../capability/agent-capability.ts'
import { createAwakeAnswers } from './on-machine/answers.ts'

export const awakeAgent: AgentCapability = { name: 'awake', answers: createAwakeAnswers }
