import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { machinePlaces } from '../../commons/snapshot-sets/on-machine/find-layout.ts'
import { readSwapFiles } from '../../tools/proc/swaps.ts'
import { createFilesAnswers } from './on-machine/answers.ts'
import { sweepFetched } from './on-machine/restore/fetched.ts'
import { sweepRestores } from './on-machine/restore/sweep.ts'

export const filesAgent: AgentCapability = {
  name: 'files',
  answers: createFilesAnswers,
  atStart: async ({ stateFolder }, { areas }) => {
    await sweepFetched({ stateFolder })
    await sweepRestores(machinePlaces(stateFolder, readSwapFiles(), areas), {})
  },
}
