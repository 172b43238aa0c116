import type { AppCapability } from '../capability/app-capability.ts'
import { settingsMessages } from './messages.ts'
import { settingsContributor } from './settings-file.ts'
import { createTravelHandlers } from './travel-handlers.ts'

export const settingsApp = {
  name: 'settings',
  messages: settingsMessages,
  handlers: createTravelHandlers,
  contributors: ({ leftStateOn }) => [settingsContributor(leftStateOn)],
} satisfies AppCapability
