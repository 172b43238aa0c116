import type { AgentCapability } from '../capability/agent-capability.ts'
import { createLaptopAnswers } from './on-machine/answers.ts'

export const laptopAgent: AgentCapability = { name: 'laptop', answers: createLaptopAnswers }
