import type { Reach, RunTask } from '../../../machine/reach.ts'

export interface HandlerTools {
  readonly reach: Reach
  readonly runTask: RunTask
}
