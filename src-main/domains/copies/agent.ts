import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { copiesMessages } from './messages.ts'
import { createCopiesAnswers } from './on-machine/answers.ts'
import { sweepBroughtBack } from './on-machine/bring-back.ts'
import { withCopiedTree } from './on-machine/copied-tree.ts'
import { copiesInputSchema, runCopies } from './on-machine/run-copies.ts'

export const copiesAgent: AgentCapability = {
  name: 'copies',
  messages: copiesMessages,
  answers: createCopiesAnswers,
  withKeptTree: withCopiedTree,
  atStart: ({ stateFolder }) => sweepBroughtBack(stateFolder),
  jobs: [
    {
      ...{ name: 'copies', title: copiesMessages.job({}) },
      ...{ timer: 'off', onBattery: false, input: copiesInputSchema },
      run: runCopies,
    },
  ],
}
