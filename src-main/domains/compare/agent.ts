import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { createCompareAnswers } from './on-machine/answers.ts'

export const compareAgent: AgentCapability = { name: 'compare', answers: createCompareAnswers }
