/** The step that makes one /home like the other: see run-home.ts for how, exclusions.ts for what never crosses. */
import type { StepInfo } from '../../../contract/switch-state.ts'
import type { Step } from '../../../switch/step.ts'
import type { PersonRules } from './exclusions/rules-file.ts'
import { changesOfPlan } from './plan/changes-of-plan.ts'
import { makePlan } from './plan/make-plan.ts'
import { homePlanSchema, type HomePlan } from './plan/plan.ts'
import { previewHome } from './plan/preview.ts'
import { recordHomeBase } from './run/record-base.ts'
import { runHome } from './run/run-home.ts'
import { verifyHome } from './compare/verify-home.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import * as texts from './texts.ts'

const info: StepInfo = {
  id: stepIds.home,
  title: texts.stepTitle,
  stage: 'copy',
  icon: 'home',
  after: [stepIds.systemState],
  waitsFor: texts.waitsFor,
}

/** `readRules` reads those of the laptop that is left. */
export function createHomeStep(readRules: () => Promise<PersonRules>): Step<HomePlan> {
  return {
    info,
    changesLaptop: true,
    planSchema: homePlanSchema,
    probe: async (pair, { signal }) => makePlan(pair, await readRules(), { signal }),
    preview: (plan, pair) => previewHome(plan, pair),
    run: (pair, plan, answers, context) => runHome({ pair, plan, answers, context }),
    verify: (pair, plan, answers, context) => verifyHome({ pair, plan, answers, context }),
    changes: changesOfPlan,
    remember: (pair, plan, { switchId }) => recordHomeBase(pair, plan, switchId),
  }
}
