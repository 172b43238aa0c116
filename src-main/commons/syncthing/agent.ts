import type { AgentCapability } from '../capability/agent-capability.ts'
import { systemArea } from '../snapshot-sets/areas.ts'
import { createSyncthingAnswers } from './on-machine/answers.ts'
import { stopAndForget } from './on-machine/instance.ts'

export const syncthingAgent: AgentCapability = {
  name: 'syncthing',
  ownPaths: ['/usr/lib/systemd/system/pc-switcher-syncthing.service'],
  answers: createSyncthingAnswers,
  forget: async (stateFolder, replaced) => {
    const isOurs = replaced.length === 0 || replaced.includes(systemArea.id)
    if (isOurs) await stopAndForget(stateFolder)
  },
}
