import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { imagesArea } from './area.ts'
import { imagesAnswers } from './on-machine/answers.ts'
import { forgetImages } from './on-machine/image-memory.ts'
import { imagesTransfers } from './on-machine/images-transfers.ts'

export const imagesAgent: AgentCapability = {
  name: 'images',
  answers: () => imagesAnswers,
  areas: [imagesArea],
  transferAreas: [imagesTransfers],
  forget: (stateFolder, replaced) => {
    if (replaced.includes(imagesArea.id)) forgetImages(stateFolder)
  },
}
