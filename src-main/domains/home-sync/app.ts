import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { isLeftToSyncthing } from '../../commons/person-syncthing/app.ts'
import { readerOf } from '../../commons/system-state/on-pair/work-state.ts'
import { anyStep } from '../../switch/any-step.ts'
import { createBeforehandHandlers } from './on-pair/beforehand/beforehand.ts'
import { exclusionsContributor } from './on-pair/exclusions/decide.ts'
import { createExclusionHandlers } from './on-pair/exclusions/handlers.ts'
import { readPersonRules } from './on-pair/exclusions/rules-file.ts'
import { createHomeWhy } from './on-pair/exclusions/why-home.ts'
import { createHomeCheck, checkWalk, readMissedChanges } from './on-pair/full/verify-all.ts'
import { createSavedSinceHandlers, readSavedFacts } from './on-pair/since/saved-since.ts'
import { createHomeStep } from './on-pair/home-step.ts'
import { homeMessages } from './messages.ts'
import { copies } from './on-pair/texts.ts'

export const homeApp = {
  name: 'home-sync',
  messages: homeMessages,
  steps: ({ workState }) => [
    anyStep(
      createHomeStep({
        readRules: (pair) => readPersonRules(workState.of(pair)),
        isLeftToSyncthing: (pair) => isLeftToSyncthing(workState.of(pair)),
      }),
    ),
  ],
  why: createHomeWhy,
  copies: { id: 'home', ...copies, isOptional: false },
  handlers: (parts) => ({
    ...createExclusionHandlers(parts),
    ...createBeforehandHandlers(parts),
    ...createSavedSinceHandlers(parts),
  }),
  fullCheck: ({ workState }) =>
    createHomeCheck({
      readRules: () => readPersonRules(readerOf(workState)),
      isLeftToSyncthing: () => isLeftToSyncthing(readerOf(workState)),
    }),
  doctorChecks: [checkWalk],
  laptopFacts: async (machine) => {
    const [missed, saved] = await Promise.all([readMissedChanges(machine), readSavedFacts(machine)])
    return { ...missed, ...saved }
  },
  contributors: ({ workState }) => [exclusionsContributor(workState.of)],
} satisfies AppCapability
