/** Pages of the wizard: where questions and what is said of a step stand. Several steps may share one, one may have two. */
import { z } from 'zod'
import { iconSchema } from './icon.ts'

export const pageIdSchema = z.string().min(1).brand('PageId')
export type PageId = z.infer<typeof pageIdSchema>

export const wizardPageSchema = z.object({
  id: pageIdSchema,
  title: z.string(),
  icon: iconSchema,
  /** Lower comes first; equal ones follow the order of the steps. */
  order: z.number(),
  /** What the page says at its top. The first step that has something to say there says it. */
  heading: z.object({ title: z.string(), lead: z.string() }).optional(),
})
export type WizardPage = z.infer<typeof wizardPageSchema>

/** A capability defines the pages that only it has; those that several share are below. */
export function defineWizardPage(page: Omit<WizardPage, 'id'> & { readonly id: string }): WizardPage {
  return wizardPageSchema.parse(page)
}

export const wizardPages = {
  laptops: defineWizardPage({ id: 'laptops', title: 'Before you start', icon: 'check', order: 0 }),
  packages: defineWizardPage({ id: 'packages', title: 'Packages', icon: 'package', order: 100 }),
  home: defineWizardPage({ id: 'home', title: 'Home files', icon: 'home', order: 200 }),
  etc: defineWizardPage({ id: 'etc', title: '/etc files', icon: 'etc', order: 300 }),
} as const
