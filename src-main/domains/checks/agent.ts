import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { createChecksAnswers } from './on-machine/answers.ts'

export const checksAgent: AgentCapability = { name: 'checks', answers: createChecksAnswers }
