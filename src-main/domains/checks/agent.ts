import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { checksAnswers } from './on-machine/answers.ts'

export const checksAgent: AgentCapability = { name: 'checks', answers: () => checksAnswers }
