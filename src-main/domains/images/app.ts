import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { readKept } from '../../commons/kept/on-pair/kept-file.ts'
import { anyStep } from '../../switch/any-step.ts'
import { imagesArea } from './area.ts'
import { checkAllImages } from './on-pair/check-all.ts'
import { createImagesStep } from './on-pair/images-step.ts'
import { imagesMessages } from './messages.ts'
import { setting } from './on-pair/texts.ts'

export const imagesApp = {
  name: 'images',
  messages: imagesMessages,
  steps: ({ leftStateOn }) => [anyStep(createImagesStep(({ from }) => readKept(leftStateOn(from))))],
  fullCheck: () => checkAllImages,
  areas: [imagesArea],
  settings: () => [{ group: 'copied', value: imagesArea.folder, ...setting }],
} satisfies AppCapability
