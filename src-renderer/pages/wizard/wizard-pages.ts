/** Which pages a plan has before copying starts. Made from its steps and questions. */
import type { Question } from '../../../src-main/contract/preview.ts'
import type { StepId } from '../../../src-main/contract/step-ids.ts'
import type { PlanView, StepInfo } from '../../../src-main/contract/switch-state.ts'

export const checkPage = 'check'
export const reviewPage = 'review'

/** Steps that ask something, in the plan's order. */
export function askingSteps(plan: PlanView): readonly StepInfo[] {
  return plan.steps.filter((step) => questionsOfStep(plan, step.id).length > 0)
}

export function questionsOfStep(plan: PlanView, stepId: StepId): readonly Question[] {
  return plan.previews[stepId]?.questions ?? []
}

/** The pages under Decide in their order. */
export function decidePages(plan: PlanView): readonly string[] {
  const asking = askingSteps(plan).map(({ id }) => id)
  return asking.length === 0 || losesUnasked(plan) ? [...asking, reviewPage] : asking
}

/** Something disappears or is warned of in a step that has no page of its own: it is shown before the start. */
function losesUnasked(plan: PlanView): boolean {
  return plan.steps.some((step) => {
    const preview = plan.previews[step.id]
    if (preview === undefined || preview.questions.length > 0 || step.stage === 'prepare') return false
    return preview.blocks.some(
      (block) =>
        (block.kind === 'changes' && block.changes.some(({ effect }) => effect === 'remove')) ||
        (block.kind === 'notice' && block.tone !== 'passed' && block.tone !== 'info'),
    )
  })
}

export function pageTitle(plan: PlanView, page: string): string {
  if (page === reviewPage) return askingSteps(plan).length === 0 ? 'Nothing to decide' : 'The rest'
  const step = plan.steps.find(({ id }) => id === page)
  // The checks have their own page already; what they ask comes before everything else.
  return step?.stage === 'prepare' ? 'First question' : (step?.title ?? page)
}

/** "/etc files" stays as it is, "Home files" becomes "home files": a title inside a sentence. */
export function inSentence(title: string): string {
  const second = title.charAt(1)
  // An abbreviation keeps its capitals.
  return second !== second.toLowerCase() ? title : title.charAt(0).toLowerCase() + title.slice(1)
}

export function blockersOf(plan: PlanView): readonly { readonly title: string; readonly text: string }[] {
  return plan.steps.flatMap((step) => plan.previews[step.id]?.blockers ?? [])
}
