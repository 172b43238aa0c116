import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { readKept } from '../../commons/kept/on-pair/kept-file.ts'
import { anyStep } from '../../switch/any-step.ts'
import { imagesArea } from './area.ts'
import { checkAllImages } from './on-pair/check-all.ts'
import { createFolderHandlers } from './on-pair/folder-handlers.ts'
import { createImagesStep } from './on-pair/images-step.ts'
import { imagesMessages } from './messages.ts'
import { machinesPage } from './on-pair/machines/machines-page.ts'
import { imageKind } from './on-pair/probe-images.ts'
import { copies, keeps } from './on-pair/texts.ts'

export const imagesApp = {
  name: 'images',
  messages: imagesMessages,
  handlers: createFolderHandlers,
  steps: ({ workState }) => [anyStep(createImagesStep((pair) => readKept(workState.of(pair))))],
  keeps: { kind: imageKind, ...keeps },
  page: machinesPage,
  copies: { id: 'images', ...copies, isOptional: true },
  fullCheck: () => checkAllImages,
  areas: [imagesArea],
} satisfies AppCapability
