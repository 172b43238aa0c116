import { anyStep } from '../../switch/any-step.ts'
import type { AppCapability } from '../capability/app-capability.ts'
import { settingGroups } from '../capability/texts.ts'
import { createRecordStep } from './on-pair/record-step.ts'
import { setting } from './on-pair/texts.ts'

export const systemStateApp = {
  name: 'system-state',
  steps: ({ systemState, contributors }) => [anyStep(createRecordStep(systemState, contributors))],
  settings: ({ systemStateFolder }) => [{ group: settingGroups.kept, value: systemStateFolder, ...setting }],
} satisfies AppCapability
