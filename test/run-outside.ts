import { silentLogger } from '../src-main/kernel/logger.ts'
import type { PlanContext, RunContext } from '../src-main/switch/step.ts'

/** For a step that is run outside of a switch. */
export const runOutside: PlanContext & RunContext = {
  planId: 'plan',
  switchId: 'test',
  // Each test has its own limit: one of the whole file would end what a slow machine comes to last.
  signal: new AbortController().signal,
  logger: silentLogger,
  report: () => undefined,
  questions: [],
  unanswered: new Set(),
}
