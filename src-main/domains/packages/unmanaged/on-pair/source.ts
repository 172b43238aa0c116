import { anyStep } from '../../../../switch/any-step.ts'
import type { ProgramSource } from '../../on-pair/programs/program-source.ts'
import { compareProgramPlaces } from './side-by-side.ts'
import { checkAllUnmanaged, createUnmanagedStep, emptyUnmanagedPlan } from './unmanaged-step.ts'

export const unmanagedSource: ProgramSource = {
  key: 'unmanaged',
  createStep: (info) => anyStep(createUnmanagedStep(info)),
  emptyPlan: emptyUnmanagedPlan,
  createCheck: () => checkAllUnmanaged,
  compare: async (pair) => ({ packages: [], others: await compareProgramPlaces(pair) }),
}
