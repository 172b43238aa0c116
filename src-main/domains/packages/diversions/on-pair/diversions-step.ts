/** Files of packages that somebody diverted: told, never carried. */
import type { FullCheck } from '../../../../commons/capability/app-capability.ts'
import type { StepInfo } from '../../../../contract/switch-state.ts'
import type { Step } from '../../../../switch/step.ts'
import { checkTold, createToldStep, onlyOnOne, type Told, type ToldPlan } from '../../on-pair/told/told-step.ts'
import { diversionSchema, listDiversions, type Diversion } from '../verbs.ts'
import * as texts from './texts.ts'

export const emptyDiversionsPlan: ToldPlan<Diversion> = { onlyHere: [] }

const told: Told<Diversion> = {
  schema: diversionSchema,
  compare: async ({ from, to }, options) => {
    const [here, there] = await Promise.all([
      from.call(listDiversions, {}, options),
      to.call(listDiversions, {}, options),
    ])
    return onlyOnOne(here.diversions, there.diversions, shown)
  },
  shown,
  changeOf: ({ path, to }) => ({ name: path, kind: 'file', detail: texts.detail(to) }),
  texts,
}

function shown({ path, to }: Diversion): string {
  return texts.shown(path, to)
}

export function createDiversionsStep(info: StepInfo): Step<ToldPlan<Diversion>> {
  return createToldStep(info, told)
}

export const checkAllDiversions: FullCheck = checkTold(told)
