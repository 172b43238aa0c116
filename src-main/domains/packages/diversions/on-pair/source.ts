import { anyStep } from '../../../../switch/any-step.ts'
import type { ProgramSource } from '../../on-pair/programs/program-source.ts'
import { checkAllDiversions, compareDiversions, createDiversionsStep, emptyDiversionsPlan } from './diversions-step.ts'

export const diversionsSource: ProgramSource = {
  key: 'diversions',
  createStep: (info) => anyStep(createDiversionsStep(info)),
  emptyPlan: emptyDiversionsPlan,
  createCheck: () => checkAllDiversions,
  compare: async (pair) => ({ packages: [], others: await compareDiversions(pair) }),
}
