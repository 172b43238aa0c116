import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { anyStep } from '../../switch/any-step.ts'
import { createBeforehandHandlers } from './on-pair/beforehand/beforehand.ts'
import { createExclusionHandlers } from './on-pair/exclusions/handlers.ts'
import { exclusionsContributor, readPersonRules } from './on-pair/exclusions/rules-file.ts'
import { checkWalk, readMissedChanges } from './on-pair/full/missed-changes.ts'
import { createHomeCheck } from './on-pair/full/verify-all.ts'
import { createHomeStep } from './on-pair/home-step.ts'
import { homeMessages } from './messages.ts'
import { setting } from './on-pair/texts.ts'

export const homeApp = {
  name: 'home-sync',
  messages: homeMessages,
  steps: ({ systemState }) => [anyStep(createHomeStep(() => readPersonRules(systemState)))],
  handlers: (parts) => ({ ...createExclusionHandlers(parts), ...createBeforehandHandlers(parts) }),
  fullCheck: ({ systemState }) => createHomeCheck(() => readPersonRules(systemState)),
  doctorChecks: [checkWalk],
  laptopFacts: readMissedChanges,
  contributors: ({ systemState }) => [exclusionsContributor(systemState)],
  settings: () => [{ group: 'copied', value: '/home', ...setting }],
} satisfies AppCapability
