import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { readKept } from '../../commons/kept/on-pair/kept-file.ts'
import { optionalCheck, optionalStep } from '../../commons/settings/optional-step.ts'
import { anyStep } from '../../switch/any-step.ts'
import { imagesArea } from './area.ts'
import { checkAllImages } from './on-pair/check-all.ts'
import { createFolderHandlers } from './on-pair/folder-handlers.ts'
import { createImagesStep } from './on-pair/images-step.ts'
import { imagesMessages } from './messages.ts'
import { stepTitle } from './on-pair/texts.ts'

export const imagesApp = {
  name: 'images',
  messages: imagesMessages,
  handlers: createFolderHandlers,
  steps: ({ leftStateOn }) => [
    optionalStep(anyStep(createImagesStep(({ from }) => readKept(leftStateOn(from)))), 'images', leftStateOn),
  ],
  fullCheck: ({ systemState: state }) => optionalCheck(checkAllImages, 'images', { title: stepTitle, state }),
  areas: [imagesArea],
} satisfies AppCapability
