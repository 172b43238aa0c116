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
      group: 'What is copied',
      title: 'Home files',
      value: '/home',
      explanation: 'Everything except private keys, caches and what identifies a laptop.',
    },
  ],
} satisfies AppCapability
