import type { AgentCapability } from '../capability/agent-capability.ts'
import { createHungAgentsAnswers } from './on-machine/answers.ts'

export const hungAgentsAgent: AgentCapability = { name: 'hung-agents', answers: createHungAgentsAnswers }
