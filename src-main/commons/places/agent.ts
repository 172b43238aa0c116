import type { AgentCapability } from '../capability/agent-capability.ts'
import { placesMessages } from './messages.ts'
import { sweepMounts } from './on-machine/disk/open-disk.ts'
import { sweepUnadded } from './on-machine/places-file.ts'

export const placesAgent: AgentCapability = {
  name: 'places',
  messages: placesMessages,
  atStart: async ({ stateFolder, runFolder }) => {
    await sweepMounts(runFolder)
    sweepUnadded(stateFolder)
  },
}
