import type { AppCapability } from '../capability/app-capability.ts'
import { refuseWhereOthersCommit } from '../system-state/on-pair/refuse-elsewhere.ts'
import { keptMessages } from './messages.ts'
import { forgetKept, keptContributor, listKept } from './on-pair/kept-file.ts'

export const keptApp = {
  name: 'kept',
  messages: keptMessages,
  handlers: ({ systemState, here }) => ({
    keptList: () => listKept(systemState),
    keptForget: async (one) => {
      await refuseWhereOthersCommit(await here())
      return forgetKept(systemState, one)
    },
  }),
  contributors: ({ leftStateOn }) => [keptContributor(leftStateOn)],
} satisfies AppCapability
