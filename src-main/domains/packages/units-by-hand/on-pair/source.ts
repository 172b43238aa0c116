import { anyStep } from '../../../../switch/any-step.ts'
import type { ProgramSource } from '../../on-pair/programs/program-source.ts'
import { checkAllUnitsByHand, createUnitsByHandStep, emptyUnitsByHandPlan } from './units-by-hand-step.ts'

export const unitsByHandSource: ProgramSource = {
  key: 'unitsByHand',
  createStep: (info) => anyStep(createUnitsByHandStep(info)),
  emptyPlan: emptyUnitsByHandPlan,
  createCheck: () => checkAllUnitsByHand,
}
