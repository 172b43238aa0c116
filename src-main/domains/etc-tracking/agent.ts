import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { systemArea } from '../../commons/snapshot-sets/areas.ts'
import { requireSafeRules } from './compile-rules.ts'
import { etcAnswers } from './on-machine/answers.ts'
import { forgetLastEqual } from './on-machine/last-equal.ts'

export const etcAgent: AgentCapability = {
  name: 'etc-tracking',
  answers: () => etcAnswers,
  rulesGuards: { etc: requireSafeRules },
  forget: (stateFolder, replaced) => {
    if (replaced.includes(systemArea.id)) forgetLastEqual(stateFolder)
  },
}
