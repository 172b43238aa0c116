import { anyStep } from '../../switch/any-step.ts'
import type { AppCapability } from '../capability/app-capability.ts'
import { openLeftState } from './on-pair/left-state.ts'
import { createRecordStep } from './on-pair/record-step.ts'
import { setting } from './on-pair/texts.ts'

export const systemStateApp = {
  name: 'system-state',
  steps: ({ leftStateOn, contributors }) => [anyStep(createRecordStep(leftStateOn, contributors))],
  handlers: ({ systemState }) => {
    const state = openLeftState(systemState)
    return {
      systemStateRead: async ({ name }) => ({ text: await state.readFile(name) }),
      systemStateFind: async ({ message }) => ({ commit: await state.find(message) }),
      systemStateRecord: async ({ message, files }) => {
        const outcome = await state.record(message, files)
        return 'commit' in outcome ? outcome : {}
      },
      systemStateCheck: ({ message }) => state.check(message),
    }
  },
  settings: ({ systemStateFolder }) => [{ group: 'kept', value: systemStateFolder, ...setting }],
} satisfies AppCapability
