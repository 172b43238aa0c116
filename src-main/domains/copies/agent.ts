import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { copiesMessages } from './messages.ts'
import { createCopiesAnswers } from './on-machine/answers.ts'
import { sweepBroughtBack } from './on-machine/bring-back.ts'
import { mountsFolder } from './on-machine/disk-place.ts'
import { sweepMounts } from '../../commons/places/on-machine/open-disk.ts'
import { readPlaces, sweepSecrets } from './on-machine/places-file.ts'
import { copiesInputSchema, runCopies } from './on-machine/run-copies.ts'
import { storeOf } from './on-machine/store-place.ts'

export const copiesAgent: AgentCapability = {
  name: 'copies',
  messages: copiesMessages,
  answers: createCopiesAnswers,
  atStart: async ({ stateFolder, runFolder }) => {
    await sweepMounts(mountsFolder(runFolder))
    await sweepBroughtBack(stateFolder)
    sweepSecrets(stateFolder)
  },
  keptPlaces: (stateFolder) =>
    readPlaces(stateFolder).map((place) =>
      place.kind === 'disk'
        ? { kind: place.kind, name: place.name, fsUuid: place.fsUuid }
        : {
            ...{ kind: place.kind, name: place.name, id: place.id, keepsAll: place.keepsAll },
            store: storeOf({ stateFolder }, place),
          },
    ),
  jobs: [
    {
      ...{ name: 'copies', title: copiesMessages.job({}) },
      ...{ timer: 'off', onBattery: false, input: copiesInputSchema },
      run: runCopies,
    },
  ],
}
