import { anyStep } from '../../switch/any-step.ts'
import type { AppCapability } from '../capability/app-capability.ts'
import { createRecordStep } from './on-pair/record-step.ts'
import { setting } from './on-pair/texts.ts'

export const systemStateApp = {
  name: 'system-state',
  steps: ({ systemState, contributors }) => [anyStep(createRecordStep(systemState, contributors))],
  settings: ({ systemStateFolder }) => [{ group: 'kept', value: systemStateFolder, ...setting }],
} satisfies AppCapability
