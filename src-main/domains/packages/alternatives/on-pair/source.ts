import { anyStep } from '../../../../switch/any-step.ts'
import { byKey } from '../../on-pair/programs/listed-apps.ts'
import type { Listed, ProgramSource } from '../../on-pair/programs/program-source.ts'
import type { Alternative } from '../model.ts'
import { captureAlternatives } from '../verbs.ts'
import { emptyAlternativesPlan } from './alternatives-plan.ts'
import { createAlternativesStep } from './alternatives-step.ts'
import { checkAllAlternatives } from './check-alternatives.ts'
import { compareDefaultPrograms } from './side-by-side.ts'

export const alternativesSource: ProgramSource = {
  key: 'alternatives',
  createStep: (info, { readLines }) => anyStep(createAlternativesStep(info, readLines)),
  emptyPlan: emptyAlternativesPlan,
  createCheck: checkAllAlternatives,
  compare: async (pair) => ({ packages: [], others: await compareDefaultPrograms(pair) }),
  list: async (machine, options) =>
    listedAlternatives((await machine.call(captureAlternatives, { wanted: [] }, options)).chosen),
}

/** Default programs that were set by hand. */
export function listedAlternatives(chosen: readonly Alternative[]): Listed {
  return { apps: {}, settings: { 'default-program': byKey(chosen.map(({ name, path }) => [name, path])) } }
}
