import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { AppError } from '../kernel/app-error.ts'
import type { Place } from '../contract/place.ts'
import type { Verification } from '../contract/switch-state.ts'
import type { AnyStep, PreparedStep, Step } from './step.ts'
import { stepChanged, unreadablePlan } from './texts.ts'

/** Hides a step's plan type, so that the engine can hold steps of different plans in one list. */
export function anyStep<Plan>(step: Step<Plan>): AnyStep {
  const prepared = (plan: Plan): PreparedStep => ({
    info: step.info,
    undo: step.undo,
    plan,
    preview: (pair) => step.preview(plan, pair),
    ready: async (pair, answers) => step.ready?.(pair, plan, answers),
    estimate: (answers) => step.estimate?.(plan, answers),
    run: (pair, answers, context) => step.run(pair, plan, answers, context),
    verify: async (pair, answers, context) => withPlace(await step.verify(pair, plan, answers, context), step.decideIn),
    ...lookingOf(step, plan),
    ...beforehandOf(step, plan),
    changedSince: (agreed, answers) => {
      const before = readPlan(step, agreed)
      if (step.changes !== undefined) return step.changes(before, plan, answers)
      return isDeepStrictEqual(before, plan) ? [] : [stepChanged(step.info.title)]
    },
    asAgreed: (agreed, answers) =>
      prepared(step.asAgreed === undefined ? plan : step.asAgreed(readPlan(step, agreed), plan, answers)),
    newSince: (agreed) => step.newSince?.(readPlan(step, agreed), plan) ?? [],
    remember: async (pair, proof, answers) => step.remember?.(pair, plan, proof, answers),
  })
  const { info, undo, scopes = [] } = step
  return {
    ...{ info, undo, scopes },
    prepare: async (pair, context) => prepared(await step.probe(pair, context)),
    restore: (plan) => prepared(readPlan(step, plan)),
  }
}

function withPlace(verification: Verification, decideIn: Place | undefined): Verification {
  if (decideIn === undefined) return verification
  const placed = verification.items.map((item) =>
    item.notCompared === undefined ? item : { ...item, notCompared: { ...item.notCompared, decideIn } },
  )
  return { ...verification, items: placed }
}

function beforehandOf<Plan>(step: Step<Plan>, plan: Plan): Pick<PreparedStep, 'beforehand'> {
  const beforehand = step.beforehand?.(plan)
  return beforehand === undefined ? {} : { beforehand }
}

function lookingOf<Plan>(step: Step<Plan>, plan: Plan): Pick<PreparedStep, 'look' | 'browse' | 'listChanges'> {
  const { look, browse, listChanges } = step
  return {
    look: look === undefined ? undefined : (pair, asked) => look(pair, plan, asked),
    browse: browse === undefined ? undefined : (pair, asked, page) => browse(pair, plan, asked, page),
    listChanges: listChanges === undefined ? undefined : (request) => listChanges(plan, request),
  }
}

function readPlan<Plan>(step: Step<Plan>, plan: unknown): Plan {
  const parsed = step.planSchema.safeParse(plan)
  if (parsed.success) return parsed.data
  throw new AppError({
    code: 'state-unreadable',
    ...unreadablePlan(step.info.title),
    details: z.prettifyError(parsed.error),
  })
}
