import { anyStep } from '../../switch/any-step.ts'
import type { AppCapability } from '../capability/app-capability.ts'
import { createRecordStep } from './on-pair/record-step.ts'

export const systemStateApp = {
  name: 'system-state',
  steps: ({ systemState, contributors }) => [anyStep(createRecordStep(systemState, contributors))],
  settings: ({ systemStateFolder }) => [
    {
      group: 'What is kept here',
      title: 'Rules and package lists',
      value: systemStateFolder,
      explanation: 'A git repository that both laptops share; committed by the laptop that is left.',
    },
  ],
} satisfies AppCapability
