import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { systemArea } from '../../commons/snapshot-sets/areas.ts'
import { createEtcAnswers } from './on-machine/answers.ts'
import { etcLastEqual } from './on-machine/last-equal.ts'
import { clearAbandoned } from './on-machine/place.ts'
import { neverEntries } from './on-machine/never-entries.ts'
import { createNeverList } from './never-list.ts'

export const etcAgent: AgentCapability = {
  name: 'etc-tracking',
  answers: ({ ownPaths }) => createEtcAnswers(createNeverList(neverEntries(ownPaths))),
  atStart: ({ stateFolder }) => clearAbandoned(stateFolder, {}),
  forget: (stateFolder, replaced, undoes) => {
    if (replaced.includes(systemArea.id)) etcLastEqual.forget(stateFolder, undoes)
  },
}
