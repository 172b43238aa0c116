import type { AgentCapability } from '../capability/agent-capability.ts'
import { linkSpeedAnswers } from './on-machine/answers.ts'

export const linkSpeedAgent: AgentCapability = { name: 'link-speed', answers: () => linkSpeedAnswers }
