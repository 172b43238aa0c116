/** What the running page tells beyond the state itself: how far, how long still, and the speeds of the last minutes. */
import { bytesPerSecond, observeProgress, type RunProgress } from '../../src-main/contract/progress/observe.ts'
import type { RunningState } from '../../src-main/contract/progress/time-left.ts'
import type { SwitchState } from '../../src-main/contract/switch-state.ts'

export { isMeasured, stepFraction } from '../../src-main/contract/progress/lane.ts'
export { bytesPerSecond, laneLeft } from '../../src-main/contract/progress/observe.ts'
export { proofProgress, resumeMs } from '../../src-main/contract/progress/time-left.ts'
export type { RunningState }

export interface SpeedSample {
  readonly atMs: number
  readonly bytesPerSecond: number
}

export interface RunView extends RunProgress {
  /** The last three minutes, one sample a second at most. */
  readonly speeds: readonly SpeedSample[]
}

const speedWindowMs = 180_000
const sampleMs = 1_000

export function observeRun(before: RunView | undefined, state: SwitchState, nowMs: number): RunView | undefined {
  const progress = observeProgress(before, state, nowMs)
  if (progress === undefined) return undefined
  if (state.kind !== 'running') return before
  const isSameRun = before?.switchId === progress.switchId && before.resumed === progress.resumed
  return { ...progress, speeds: speedsAfter(isSameRun ? before.speeds : [], state, nowMs) }
}

/** Of a run that is joined, or joined again: how far it is, as the app has followed it from its beginning. */
export function joinRun(before: RunView | undefined, told: RunProgress | undefined): RunView | undefined {
  if (told === undefined) return before
  return { ...told, speeds: before?.switchId === told.switchId ? before.speeds : [] }
}

function speedsAfter(speeds: readonly SpeedSample[], state: RunningState, nowMs: number): readonly SpeedSample[] {
  const last = speeds.at(-1)
  if (last !== undefined && nowMs - last.atMs < sampleMs) return speeds
  return [...speeds, { atMs: nowMs, bytesPerSecond: bytesPerSecond(state.statuses) ?? 0 }].filter(
    (sample) => nowMs - sample.atMs <= speedWindowMs,
  )
}
