import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { homeArea } from '../../commons/snapshot-sets/areas.ts'
import { containersAnswers } from './on-machine/answers.ts'
import { volumeTransfers } from './on-machine/volume-folders.ts'
import { volumesLastEqual } from './on-machine/volume-memory.ts'

export const containersAgent: AgentCapability = {
  name: 'containers',
  answers: () => containersAnswers,
  transferAreas: [volumeTransfers],
  forget: (stateFolder, replaced, undoes) => {
    if (replaced.includes(homeArea.id)) volumesLastEqual.forget(stateFolder, undoes)
  },
}
