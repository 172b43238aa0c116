import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { machinePlaces } from '../../commons/snapshot-sets/on-machine/find-layout.ts'
import { readSwapFiles } from '../../tools/proc/swaps.ts'
import { createConflictsAnswers } from './on-machine/answers.ts'
import { clearAbandoned } from './on-machine/keep/clear-abandoned.ts'

export const conflictsAgent: AgentCapability = {
  name: 'conflicts',
  answers: createConflictsAnswers,
  atStart: ({ stateFolder, person }, { areas }) =>
    clearAbandoned(machinePlaces(stateFolder, readSwapFiles(), areas), person.home, {}),
}
