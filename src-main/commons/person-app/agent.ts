import type { AgentCapability } from '../capability/agent-capability.ts'
import { personAppAnswers } from './on-machine/answers.ts'

export const personAppAgent: AgentCapability = {
  name: 'person-app',
  answers: () => personAppAnswers,
  ownPaths: ['/usr/lib/systemd/user/pc-switcher.service'],
}
