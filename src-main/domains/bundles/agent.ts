import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { bundlesMessages } from './messages.ts'
import { createBundlesAnswers } from './on-machine/answers.ts'
import { sweepBundles } from './on-machine/make-and-remove.ts'
import { mountsFolder } from './on-machine/disk-bundles.ts'
import { sweepMounts } from '../../commons/places/on-machine/open-disk.ts'
import { sweepRestored } from './on-machine/new-folder.ts'
import { keptOnlyIn } from './on-machine/put-away.ts'
import { makeRoom } from './on-machine/room.ts'

export const bundlesAgent: AgentCapability = {
  name: 'bundles',
  messages: bundlesMessages,
  answers: createBundlesAnswers,
  reliesOn: (stateFolder, place) => keptOnlyIn(stateFolder, place),
  jobs: [
    {
      ...{ name: 'bundles-room', title: bundlesMessages.job({}), timer: 'off', onBattery: true },
      run: makeRoom,
    },
  ],
  atStart: async ({ stateFolder, runFolder }) => {
    await sweepMounts(mountsFolder(runFolder))
    await sweepBundles(stateFolder)
    await sweepRestored(stateFolder)
  },
}
