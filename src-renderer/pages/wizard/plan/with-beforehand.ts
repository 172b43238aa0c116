import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { wizardPages, type WizardPage } from '../../../../src-main/contract/wizard-page.ts'

/** On a page about packages with how far it is with downloading them beforehand, or why that waits. */
export function withBeforehand(
  note: string,
  { beforehand }: Pick<PlanView, 'beforehand'>,
  pages: readonly Pick<WizardPage, 'id'>[],
): string {
  const isAbout = pages.some(({ id }) => id === wizardPages.packages.id)
  return isAbout && beforehand !== undefined ? `${note} ${beforehand}`.trim() : note
}
