import type { AgentCapability } from '../capability/agent-capability.ts'
import { systemArea } from '../snapshot-sets/areas.ts'
import { createSyncthingAnswers } from './on-machine/answers.ts'
import { forgetIndex } from './on-machine/forget-index.ts'

export const syncthingAgent: AgentCapability = {
  name: 'syncthing',
  // What Syncthing keeps in a folder that it copies.
  ownPaths: [
    '/etc/.stignore',
    '/etc/.stfolder',
    '/etc/.stversions',
    '/usr/lib/systemd/system/pc-switcher-syncthing.service',
  ],
  answers: ({ rulesGuards }) => createSyncthingAnswers(rulesGuards),
  forget: async (stateFolder, replaced) => {
    const isOurs = replaced.length === 0 || replaced.includes(systemArea.id)
    if (isOurs) await forgetIndex(stateFolder)
  },
}
