import type { AppCapability } from '../capability/app-capability.ts'
import { settingsMessages } from './messages.ts'
import { settingsContributor } from './settings-file.ts'

export const settingsApp = {
  name: 'settings',
  messages: settingsMessages,
  contributors: ({ leftStateOn }) => [settingsContributor(leftStateOn)],
} satisfies AppCapability
