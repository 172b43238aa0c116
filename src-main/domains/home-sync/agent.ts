import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { machinePlaces } from '../../commons/snapshot-sets/on-machine/find-layout.ts'
import { homeArea } from '../../commons/snapshot-sets/areas.ts'
import { readSwapFiles } from '../../tools/proc/swaps.ts'
import { createHomeAnswers } from './on-machine/answers.ts'
import { clearAbandoned } from './on-machine/place.ts'
import { homeTransfers } from './on-machine/incoming.ts'
import { commitsTransfers } from './on-machine/repositories/commits-folder.ts'
import { forgetBases } from './on-machine/memory/bases.ts'

export const homeAgent: AgentCapability = {
  name: 'home-sync',
  answers: createHomeAnswers,
  atStart: ({ stateFolder }, { areas }) => clearAbandoned(machinePlaces(stateFolder, readSwapFiles(), areas), {}),
  transferAreas: [homeTransfers, commitsTransfers],
  forget: (stateFolder, replaced) => {
    if (replaced.length === 0 || replaced.includes(homeArea.id)) forgetBases(stateFolder)
  },
}
