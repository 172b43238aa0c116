import type { AgentCapability } from '../capability/agent-capability.ts'
import { createNoticesAnswers } from './on-machine/answers.ts'

export const noticesAgent: AgentCapability = { name: 'notices', answers: createNoticesAnswers }
