import { AppError } from '../kernel/app-error.ts'
import type { Engine } from '../switch/engine.ts'
import { questionsOf } from '../switch/make-plan.ts'
import type { AnyStep, Look } from '../switch/step.ts'
import type { Laptops } from './laptops.ts'

interface LookParts {
  readonly engine: Engine
  readonly laptops: Laptops
  readonly steps: readonly AnyStep[]
}

/** Only files that the current plan asks about can be shown. */
export async function lookAtQuestion({ engine, laptops, steps }: LookParts, questionId: string): Promise<Look> {
  const state = engine.state()
  if (state.kind !== 'planned') throw notAsked(questionId)
  const question = questionsOf(state.plan).find(({ id }) => id === questionId)
  const step = steps.find(({ info }) => info.id === question?.stepId)
  if (question?.canLook !== true || step === undefined) throw notAsked(questionId)
  const look = await step.look(await laptops.pairTo(state.plan.to.name), question)
  if (look === undefined) throw notAsked(questionId)
  return look
}

function notAsked(questionId: string): AppError {
  return new AppError({
    code: 'not-found',
    message: 'The plan has no question about this file.',
    hint: 'Make a new plan.',
    details: questionId,
  })
}
