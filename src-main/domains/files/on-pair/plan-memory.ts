import { randomUUID } from 'node:crypto'
import { AppError } from '../../../kernel/app-error.ts'

/** Plans that were shown and not run yet, in the app's memory. */
export interface PlanMemory<T> {
  /** Its id. */
  keep(plan: T): string
  /** Once. AppError "plan-expired" when it is not known, or was run. */
  take(planId: string): T
}

const mostPlans = 50

export function createPlanMemory<T>(): PlanMemory<T> {
  const plans = new Map<string, T>()
  return {
    keep(plan) {
      const planId = randomUUID()
      plans.set(planId, plan)
      const [oldest] = plans.keys()
      if (plans.size > mostPlans && oldest !== undefined) plans.delete(oldest)
      return planId
    },
    take(planId) {
      const plan = plans.get(planId)
      plans.delete(planId)
      if (plan !== undefined) return plan
      throw new AppError({
        code: 'plan-expired',
        message: 'This plan is not known any more.',
        hint: 'Look at what restoring would do again.',
      })
    },
  }
}
