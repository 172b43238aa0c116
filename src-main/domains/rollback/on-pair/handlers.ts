import type { Handlers } from '../../../contract/handlers.ts'
import type { Reach, RunTask } from '../../../machine/reach.ts'

export interface HandlerTools {
  readonly reach: Reach
  readonly runTask: RunTask
}

type Keys = 'rollbackPlan' | 'rollbackRun' | 'rollbackState' | 'rollbackCancel' | 'laptopRestart'

export function createRollbackHandlers(tools: HandlerTools): Pick<Handlers, Keys> {
  const later = (): Promise<never> => Promise.reject(new Error(`to be built with ${typeof tools}`))
  return {
    rollbackPlan: later,
    rollbackRun: later,
    rollbackState: later,
    rollbackCancel: later,
    laptopRestart: later,
  }
}
