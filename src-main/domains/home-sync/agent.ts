import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { homeArea } from '../../commons/snapshot-sets/areas.ts'
import { homeTransfers } from '../../commons/transfers/on-machine/home-transfers.ts'
import { createHomeAnswers } from './on-machine/answers.ts'
import { forgetBases } from './on-machine/memory/bases.ts'

export const homeAgent: AgentCapability = {
  name: 'home-sync',
  answers: createHomeAnswers,
  transferAreas: [homeTransfers],
  forget: (stateFolder, replaced) => {
    if (replaced.length === 0 || replaced.includes(homeArea.id)) forgetBases(stateFolder)
  },
}
