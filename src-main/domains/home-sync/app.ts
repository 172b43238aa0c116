import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { anyStep } from '../../switch/any-step.ts'
import { createHomeStep } from './on-pair/home-step.ts'
import { homeMessages } from './messages.ts'

export const homeApp = {
  name: 'home-sync',
  messages: homeMessages,
  steps: ({ sync }) => [anyStep(createHomeStep(sync))],
  settings: () => [
    {
      group: 'What travels',
      title: 'Home files',
      value: '/home',
      explanation: 'Everything but private keys, caches and what belongs to one laptop alone.',
    },
  ],
} satisfies AppCapability
