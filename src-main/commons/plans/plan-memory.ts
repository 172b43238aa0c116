/** Plans that were shown and not carried out yet: what a person agreed to stays in the app's memory, no client sends it back. */
import { randomUUID } from 'node:crypto'
import { AppError } from '../../kernel/app-error.ts'
import type { Clock } from '../../kernel/clock.ts'
import { planExpired } from './texts.ts'

export interface PlanMemory<T> {
  /** Its id. */
  keep(plan: T): string
  /** AppError "plan-expired" when it is too old, was taken, or is from before the app was started. */
  find(planId: string): T
  /** As `find`, but only once. */
  take(planId: string): T
}

export interface PlanLimits {
  readonly clock: Clock
  readonly lifetimeMs?: number
  /** What to do when one has expired: "Plan the rollback again." */
  readonly hint: string
}

const mostPlans = 50

export function createPlanMemory<T>({ clock, lifetimeMs = Infinity, hint }: PlanLimits): PlanMemory<T> {
  const plans = new Map<string, { readonly plan: T; readonly untilMs: number }>()
  const find = (planId: string): T => {
    const found = plans.get(planId)
    if (found !== undefined && clock.nowMs() < found.untilMs) return found.plan
    throw new AppError({ code: 'plan-expired', message: planExpired, hint })
  }
  return {
    keep(plan) {
      const planId = randomUUID()
      plans.set(planId, { plan, untilMs: clock.nowMs() + lifetimeMs })
      for (const old of [...plans.keys()].slice(0, -mostPlans)) plans.delete(old)
      return planId
    },
    find,
    take(planId) {
      const plan = find(planId)
      plans.delete(planId)
      return plan
    },
  }
}
