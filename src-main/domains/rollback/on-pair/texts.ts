/** What the calls about rolling back say. */
import type { WorkResult } from '../../../contract/activity-calls.ts'
import type { RollbackState } from '../../../contract/rollback-calls.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'

export const taskTitles = {
  plan: (label: string): string => `Inspect what rolling back ${label} would change`,
  run: (label: string, when: 'now' | 'next-start'): string =>
    when === 'now' ? `Roll back ${label}` : `Roll back ${label} at the next restart`,
} as const

/** An order that waits is all that was asked for; what becomes of it the laptop tells after its restart. */
export function rolledBack({ pending, last }: RollbackState): WorkResult {
  if (pending !== undefined) return { result: 'done', summary: 'Waits for the next restart' }
  return {
    result: last?.result === 'done' ? 'done' : 'failed',
    summary: last?.text ?? 'The laptop did not tell the result',
  }
}

/** The hint of a plan that has expired. */
export const planAgain = 'Start the rollback again.'

export function notInPlan(subvolume: string): ErrorText {
  return { message: `The plan can't roll back "${subvolume}".`, hint: 'Make a plan for it first.' }
}
