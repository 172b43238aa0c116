import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { pairingAnswers } from './on-machine/answers.ts'

export const pairingAgent: AgentCapability = { name: 'pairing', answers: () => pairingAnswers }
