import type { Handlers } from '../../../contract/handlers.ts'
import type { Reach, RunTask } from '../../../machine/reach.ts'

export interface HandlerTools {
  readonly reach: Reach
  readonly runTask: RunTask
}

type Keys = 'compareMake' | 'comparePage' | 'compareTree'

export function createCompareHandlers(tools: HandlerTools): Pick<Handlers, Keys> {
  const later = (): Promise<never> => Promise.reject(new Error(`to be built with ${typeof tools}`))
  return {
    compareMake: later,
    comparePage: later,
    compareTree: later,
  }
}
