/** Which pages a plan has before copying starts. Made from what its steps say stands on which page. */
import type { PreviewBlock, Question } from '../../../src-main/contract/preview.ts'
import type { PlanView, StepInfo } from '../../../src-main/contract/switch-state.ts'
import type { PageId, WizardPage } from '../../../src-main/contract/wizard-page.ts'
import { texts } from './texts.ts'

export const checkPage = 'check'
export const reviewPage = 'review'

/** Pages on which something is asked, in their order. */
export function askingPages(plan: PlanView): readonly WizardPage[] {
  return plan.pages.filter(({ id }) => questionsOn(plan, id).length > 0)
}

export function questionsOn(plan: PlanView, page: PageId): readonly Question[] {
  return plan.steps.flatMap((step) => plan.previews[step.id]?.questions ?? []).filter(({ pageId }) => pageId === page)
}

export type PageBlock = Exclude<PreviewBlock, { kind: 'checks' }>

/** What is said on a page, by all steps that share it; checks have a page of their own. */
export function blocksOn(plan: PlanView, page: PageId): readonly PageBlock[] {
  const blocks = plan.steps.flatMap((step) => plan.previews[step.id]?.blocks ?? [])
  return blocks.flatMap((block) => (block.kind !== 'checks' && block.pageId === page ? [block] : []))
}

/** Steps whose main page it is: their summaries and estimates are told there. */
export function stepsOn(plan: PlanView, page: PageId): readonly StepInfo[] {
  return plan.steps.filter((step) => plan.previews[step.id]?.pages[0]?.id === page)
}

/** The pages on which the person decides, in their order: nothing is started without the last one. */
export function decidePages(plan: PlanView): readonly string[] {
  return [...askingPages(plan).map(({ id }) => id), reviewPage]
}

/** Pages on which nothing is asked. */
export function quietPages(plan: PlanView): readonly WizardPage[] {
  return plan.pages.filter(({ id }) => questionsOn(plan, id).length === 0)
}

export function pageTitle(plan: PlanView, page: string): string {
  if (page === reviewPage) return texts.lastLook
  return plan.pages.find(({ id }) => id === page)?.title ?? page
}

/** After "Continue to". */
export function pageAsGoal(plan: PlanView, page: string): string {
  return page === reviewPage ? texts.theLastLook : inSentence(pageTitle(plan, page))
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
