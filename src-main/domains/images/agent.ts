import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { imagesArea } from './area.ts'
import { imagesAnswers } from './on-machine/answers.ts'
import { guestTransfers } from './on-machine/guests/guest-folders.ts'
import { beforeRollback, keepGuests, takeGuestsBack } from './on-machine/guests/keep-guests.ts'
import { forgetImages } from './on-machine/image-memory.ts'
import { withdrawAbandoned } from './on-machine/offer-images.ts'
import { imagesAreaHere } from './on-machine/image-folder.ts'
import { imagesTransfers } from './on-machine/images-transfers.ts'

export const imagesAgent: AgentCapability = {
  name: 'images',
  answers: () => imagesAnswers,
  areas: [imagesAreaHere],
  transferAreas: [imagesTransfers, guestTransfers],
  atStart: ({ stateFolder }) => Promise.all([withdrawAbandoned(stateFolder), takeGuestsBack(stateFolder, {})]),
  beforeSnapshots: (stateFolder, signal) => keepGuests(stateFolder, { signal }),
  forget: async (stateFolder, replaced, _undoes, logger) => {
    if (!replaced.includes(imagesArea.id)) return
    forgetImages(stateFolder)
    await beforeRollback(stateFolder, logger, {})
  },
}
