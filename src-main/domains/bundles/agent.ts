import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { bundlesMessages } from './messages.ts'
import { createBundlesAnswers } from './on-machine/answers.ts'
import { sweepBundles } from './on-machine/make-and-remove.ts'
import { sweepRestored } from './on-machine/new-folder.ts'
import { placesOfNow, withPlacesOfNow } from './on-machine/at-place.ts'
import { keptOnlyIn } from './on-machine/put-away.ts'
import { makeRoom } from './on-machine/room.ts'

export const bundlesAgent: AgentCapability = {
  name: 'bundles',
  messages: bundlesMessages,
  answers: createBundlesAnswers,
  reliesOn: (stateFolder, place) => {
    const known = placesOfNow(stateFolder)
    return keptOnlyIn(stateFolder, place, (facts) => withPlacesOfNow(known, facts))
  },
  jobs: [
    {
      ...{ name: 'bundles-room', title: bundlesMessages.job({}), timer: 'off', onBattery: true },
      run: makeRoom,
    },
  ],
  atStart: async ({ stateFolder }) => {
    await sweepBundles(stateFolder)
    await sweepRestored(stateFolder)
  },
}
