/** What the calls about rolling back say. */
import type { ErrorText } from '../../../kernel/app-error.ts'

export const taskTitles = {
  plan: (label: string): string => `Inspect what rolling back ${label} would change`,
  run: (label: string): string => `Roll back ${label}`,
} as const

/** The hint of a plan that has expired. */
export const planAgain = 'Start the rollback again.'

export function notInPlan(subvolume: string): ErrorText {
  return { message: `The plan can't roll back "${subvolume}".`, hint: 'Make a plan for it first.' }
}
