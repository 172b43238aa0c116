import type { AgentCapability } from '../capability/agent-capability.ts'
import { homeArea, systemArea } from '../snapshot-sets/areas.ts'
import { createSyncthingAnswers } from './on-machine/answers.ts'
import { forgetIndex } from './on-machine/forget-index.ts'

export const syncthingAgent: AgentCapability = {
  name: 'syncthing',
  answers: ({ rulesGuards }) => createSyncthingAnswers(rulesGuards),
  forget: async (stateFolder, replaced) => {
    const isOurs = replaced.length === 0 || replaced.includes(homeArea.id) || replaced.includes(systemArea.id)
    if (isOurs) await forgetIndex(stateFolder)
  },
}
