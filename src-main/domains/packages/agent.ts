import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { createPackagesAnswers } from './on-machine/answers.ts'

export const packagesAgent: AgentCapability = {
  name: 'packages',
  answers: createPackagesAnswers,
  ownPaths: ['/var/cache/pc-switcher'],
}
