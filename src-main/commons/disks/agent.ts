import type { AgentCapability } from '../capability/agent-capability.ts'
import { createDisksAnswers } from './on-machine/answers.ts'

export const disksAgent: AgentCapability = { name: 'disks', answers: createDisksAnswers }
