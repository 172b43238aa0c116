import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { systemArea } from '../../commons/snapshot-sets/areas.ts'
import { requireSafeRules } from './compile-rules.ts'
import { createEtcAnswers } from './on-machine/answers.ts'
import { forgetLastEqual } from './on-machine/last-equal.ts'
import { neverEntries } from './on-machine/never-entries.ts'
import { createNeverList } from './never-list.ts'

export const etcAgent: AgentCapability = {
  name: 'etc-tracking',
  answers: ({ ownPaths }) => createEtcAnswers(createNeverList(neverEntries(ownPaths))),
  rulesGuards({ ownPaths }) {
    const never = createNeverList(neverEntries(ownPaths))
    return { etc: (lines) => requireSafeRules(lines, never) }
  },
  forget: (stateFolder, replaced) => {
    if (replaced.includes(systemArea.id)) forgetLastEqual(stateFolder)
  },
}
