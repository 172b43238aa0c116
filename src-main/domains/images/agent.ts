import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { imagesArea } from './area.ts'
import { imagesAnswers } from './on-machine/answers.ts'
import { forgetImages } from './on-machine/image-memory.ts'
import { withdrawAbandoned } from './on-machine/offer-images.ts'
import { imagesAreaHere } from './on-machine/image-folder.ts'
import { imagesTransfers } from './on-machine/images-transfers.ts'

export const imagesAgent: AgentCapability = {
  name: 'images',
  answers: () => imagesAnswers,
  areas: [imagesAreaHere],
  transferAreas: [imagesTransfers],
  atStart: ({ stateFolder }) => withdrawAbandoned(stateFolder),
  forget: (stateFolder, replaced) => {
    if (replaced.includes(imagesArea.id)) forgetImages(stateFolder)
  },
}
