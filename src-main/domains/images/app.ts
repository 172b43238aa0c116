import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { anyStep } from '../../switch/any-step.ts'
import { imagesArea } from './area.ts'
import { createImagesStep } from './on-pair/images-step.ts'
import { imagesMessages } from './messages.ts'

export const imagesApp = {
  name: 'images',
  messages: imagesMessages,
  steps: () => [anyStep(createImagesStep())],
  areas: [imagesArea],
  settings: () => [
    {
      group: 'What is copied',
      title: 'Virtual machines',
      value: imagesArea.folder,
      explanation: 'qcow2 images. Virtual machines must be shut down.',
    },
  ],
} satisfies AppCapability
