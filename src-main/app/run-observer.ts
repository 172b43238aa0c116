import { observeProgress, type RunProgress } from '../contract/progress/observe.ts'
import type { SwitchState } from '../contract/switch-state.ts'
import type { Clock } from '../kernel/clock.ts'

export interface RunObserver {
  /** After each event. */
  hear(): void
  /** Absent while nothing runs, and nothing stands still. */
  now(): RunProgress | undefined
}

/**
 * How far the run is, followed from its beginning: whoever joins it later, or asks again, goes on from here and says what
 * all others say.
 */
export function createRunObserver(state: () => SwitchState, clock: Clock): RunObserver {
  let run: RunProgress | undefined
  const look = (): RunProgress | undefined => (run = observeProgress(run, state(), clock.nowMs()))
  return { hear: () => void look(), now: look }
}
