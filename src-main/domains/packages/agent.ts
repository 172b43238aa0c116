import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { packagesAnswers } from './on-machine/answers.ts'

export const packagesAgent: AgentCapability = {
  name: 'packages',
  answers: () => packagesAnswers,
  ownPaths: ['/var/cache/pc-switcher'],
}
