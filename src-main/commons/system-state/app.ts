import { anyStep } from '../../switch/any-step.ts'
import type { AppCapability } from '../capability/app-capability.ts'
import { createRecordStep } from './on-pair/record-step.ts'

export const systemStateApp = {
  name: 'system-state',
  steps: ({ systemState, contributors }) => [anyStep(createRecordStep(systemState, contributors))],
  settings: ({ systemStateFolder }) => [
    {
      group: 'Where data is kept',
      title: 'Rules and package lists',
      value: systemStateFolder,
      explanation: 'A git repository that both laptops share.',
    },
  ],
} satisfies AppCapability
