import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { CheckPage } from './check-page.tsx'
import { DecidePage } from './decide-page.tsx'
import { ReviewPage } from './review-page.tsx'
import { RulePage } from './rule-page.tsx'
import { blockersOf, checkPage, decidePages, questionsOfStep, reviewPage } from '../wizard-pages.ts'

/** The pages between the check and the start. */
export function PlannedPage({ plan, page }: { readonly plan: PlanView; readonly page: string | undefined }) {
  const blocked = blockersOf(plan).length > 0
  if (page === undefined || page === checkPage || blocked) {
    return <CheckPage state={{ kind: 'planned', plan }} goesOn={page === undefined} />
  }
  const step = plan.steps.find(({ id }) => id === page)
  if (page === reviewPage || step === undefined) return <ReviewPage plan={plan} />
  if (!decidePages(plan).includes(step.id)) return <ReviewPage plan={plan} only={step} />
  const questions = questionsOfStep(plan, step.id)
  if (questions.every(({ form }) => form === 'rule'))
    return <RulePage key={step.id} plan={plan} step={step} questions={questions} />
  return <DecidePage key={step.id} plan={plan} step={step} questions={questions} />
}
