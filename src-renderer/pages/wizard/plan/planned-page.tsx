import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { CheckPage } from './check-page.tsx'
import { DecidePage } from './decide-page.tsx'
import { ReviewPage } from './review-page.tsx'
import { blockersOf, checkPage, questionsOn } from '../wizard-pages.ts'

/** The pages between the check and the start. */
export function PlannedPage({ plan, page }: { readonly plan: PlanView; readonly page: string | undefined }) {
  const blocked = blockersOf(plan).length > 0
  if (page === undefined || page === checkPage || blocked) {
    return <CheckPage state={{ kind: 'planned', plan }} goesOn={page === undefined} />
  }
  const known = plan.pages.find(({ id }) => id === page)
  if (known === undefined) return <ReviewPage plan={plan} />
  const questions = questionsOn(plan, known.id)
  if (questions.length === 0) return <ReviewPage plan={plan} only={known} />
  return <DecidePage key={known.id} plan={plan} page={known} questions={questions} />
}
