/** Plans that were shown and may be carried out: what a person agreed to is kept here, not sent back by a face. */
import { randomUUID } from 'node:crypto'
import type { Output } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { Clock } from '../../../kernel/clock.ts'
import type { inspectRollback } from '../verbs.ts'

const lifetimeMs = 30 * 60_000
const plansKept = 20

export interface RollbackPlanned {
  readonly laptop: string
  readonly setId: string
  readonly subvolumes: Output<typeof inspectRollback>['subvolumes']
}

export interface Plans {
  remember(plan: RollbackPlanned): string
  /** AppError "plan-expired" when it is too old or from before the app was started. */
  find(planId: string): RollbackPlanned
}

export function createPlans(clock: Clock): Plans {
  const plans = new Map<string, { readonly plan: RollbackPlanned; readonly untilMs: number }>()
  return {
    remember(plan) {
      const planId = randomUUID()
      plans.set(planId, { plan, untilMs: clock.nowMs() + lifetimeMs })
      for (const old of [...plans.keys()].slice(0, -plansKept)) plans.delete(old)
      return planId
    },
    find(planId) {
      const found = plans.get(planId)
      if (found !== undefined && clock.nowMs() < found.untilMs) return found.plan
      throw new AppError({
        code: 'plan-expired',
        message: 'What was shown is too old to be done.',
        hint: 'Look at it again; then roll back.',
      })
    },
  }
}
