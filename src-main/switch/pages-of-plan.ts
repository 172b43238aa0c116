import type { Preview } from '../contract/preview.ts'
import type { WizardPage } from '../contract/wizard-page.ts'

/**
 * The pages of all steps, each once, in their order. Steps that share a page add to it; its heading is the first that
 * one of them gives. A page that is not named would never be drawn, so what stands on one is a mistake of its step.
 */
export function pagesOfPlan(previews: readonly Preview[]): WizardPage[] {
  const pages = new Map<WizardPage['id'], WizardPage>()
  for (const preview of previews) {
    refuseUnnamed(preview)
    for (const page of preview.pages) {
      const known = pages.get(page.id)
      pages.set(page.id, known?.heading === undefined ? { ...page, ...known, ...headingOf(page) } : known)
    }
  }
  return [...pages.values()].sort((one, other) => one.order - other.order)
}

function headingOf({ heading }: WizardPage): Pick<WizardPage, 'heading'> {
  return heading === undefined ? {} : { heading }
}

function refuseUnnamed({ pages, blocks, questions }: Preview): void {
  const named = new Set(pages.map(({ id }) => id))
  const used = [...blocks.flatMap((block) => (block.kind === 'checks' ? [] : [block])), ...questions]
  const unnamed = used.find(({ pageId }) => !named.has(pageId))
  if (unnamed !== undefined)
    throw new Error(`"${unnamed.title}" stands on the page ${unnamed.pageId}, which its step does not name`)
}
