import type { AgentCapability } from '../capability/agent-capability.ts'
import { laptopNamesAnswers } from './on-machine/answers.ts'

export const laptopNamesAgent: AgentCapability = { name: 'laptop-names', answers: () => laptopNamesAnswers }
