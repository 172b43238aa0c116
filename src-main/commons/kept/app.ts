import type { AppCapability } from '../capability/app-capability.ts'
import { keptMessages } from './messages.ts'
import { forgetKept, keptContributor, listKept } from './on-pair/kept-file.ts'

export const keptApp = {
  name: 'kept',
  messages: keptMessages,
  handlers: ({ workState }) => ({
    keptList: () => workState.read(({ state }) => listKept(state)),
    keptForget: (one) => workState.change(({ state }) => forgetKept(state, one)),
  }),
  contributors: ({ leftStateOn }) => [keptContributor(leftStateOn)],
} satisfies AppCapability
