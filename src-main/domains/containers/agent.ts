import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { homeArea, systemArea } from '../../commons/snapshot-sets/areas.ts'
import { containersAnswers } from './on-machine/answers.ts'
import { volumeTransfers } from './on-machine/volume-folders.ts'
import { lastEqualOf } from './on-machine/volume-memory.ts'

export const containersAgent: AgentCapability = {
  name: 'containers',
  answers: () => containersAnswers,
  transferAreas: [volumeTransfers],
  forget: (stateFolder, replaced, undoes) => {
    if (replaced.includes(homeArea.id)) lastEqualOf.podman.forget(stateFolder, undoes)
    if (replaced.includes(systemArea.id)) lastEqualOf.docker.forget(stateFolder, undoes)
  },
}
