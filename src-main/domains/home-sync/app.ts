import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { settingGroups } from '../../commons/capability/texts.ts'
import { anyStep } from '../../switch/any-step.ts'
import { createExclusionHandlers } from './on-pair/exclusions/handlers.ts'
import { exclusionsContributor, readPersonRules } from './on-pair/exclusions/rules-file.ts'
import { createHomeStep } from './on-pair/home-step.ts'
import { homeMessages } from './messages.ts'
import { setting } from './on-pair/texts.ts'

export const homeApp = {
  name: 'home-sync',
  messages: homeMessages,
  steps: ({ systemState }) => [anyStep(createHomeStep(() => readPersonRules(systemState)))],
  handlers: createExclusionHandlers,
  contributors: ({ systemState }) => [exclusionsContributor(systemState)],
  settings: () => [{ group: settingGroups.copied, value: '/home', ...setting }],
} satisfies AppCapability
