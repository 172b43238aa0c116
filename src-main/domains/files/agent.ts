import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { machinePlaces } from '../../commons/snapshot-sets/on-machine/find-layout.ts'
import { readSwapFiles } from '../../tools/proc/swaps.ts'
import { createFilesAnswers } from './on-machine/answers.ts'
import { sweepStagings } from './on-machine/restore/staging.ts'

export const filesAgent: AgentCapability = {
  name: 'files',
  answers: createFilesAnswers,
  atStart: ({ stateFolder }, { areas }) => sweepStagings(machinePlaces(stateFolder, readSwapFiles(), areas), {}),
}
