import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { reclaimMessages } from './messages.ts'
import { reclaimAnswers } from './on-machine/answers.ts'
import { reclaimInputSchema, runReclaim } from './on-machine/run-reclaim.ts'

export const reclaimAgent: AgentCapability = {
  name: 'reclaim',
  messages: reclaimMessages,
  answers: () => reclaimAnswers,
  jobs: [
    {
      ...{ name: 'reclaim', title: reclaimMessages.job({}) },
      ...{ timer: 'off', onBattery: false, input: reclaimInputSchema },
      run: runReclaim,
    },
  ],
}
