import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { bundlesMessages } from './messages.ts'
import { createBundlesAnswers } from './on-machine/answers.ts'
import { sweepBundles } from './on-machine/bundle-folders.ts'
import { sweepRestored } from './on-machine/restore-bundle.ts'

export const bundlesAgent: AgentCapability = {
  name: 'bundles',
  messages: bundlesMessages,
  answers: createBundlesAnswers,
  atStart: async ({ stateFolder }) => {
    await sweepBundles(stateFolder)
    await sweepRestored(stateFolder)
  },
}
