/** What the running page tells beyond the state itself: how far, how fast, how long still. Pure; time is handed in. */
import type { PlanView, StepStatus, SwitchState } from '../../src-main/contract/switch-state.ts'
import { type StepId } from '../../src-main/contract/step-ids.ts'

export type RunningState = Extract<SwitchState, { kind: 'running' }>

export interface SpeedSample {
  readonly atMs: number
  readonly bytesPerSecond: number
}

export interface RunView {
  readonly switchId: string
  readonly resumed: number
  readonly startedMs: number
  /** 0 to 0.99; never moves backwards within one run. */
  readonly fraction: number
  readonly doneBytes: number
  readonly totalBytes: number
  readonly leftMs: number | undefined
  readonly leftAtMs: number
  /** The last three minutes, one sample a second at most. */
  readonly speeds: readonly SpeedSample[]
}

const speedWindowMs = 180_000
const sampleMs = 1_000
/** Below these a guess of the time left would only jump about. */
const estimateFromFraction = 0.05
const estimateFromMs = 10_000
const smoothingMs = 30_000
/** A step that only asks and answers counts like this much time, so that the bar is not all bytes. */
const smallestStepMs = 500

export function observeRun(before: RunView | undefined, state: SwitchState, nowMs: number): RunView | undefined {
  if (state.kind === 'interrupted') return before?.switchId === state.switchId ? before : undefined
  if (state.kind !== 'running') return undefined
  const same = before?.switchId === state.switchId && before.resumed === state.resumed
  const view = same ? before : freshView(state, nowMs)
  const fraction = Math.max(view.fraction, Math.min(0.99, fractionDone(state)))
  const bytes = bytesOf(state)
  return {
    ...view,
    fraction,
    doneBytes: Math.max(view.doneBytes, bytes.done),
    totalBytes: Math.max(view.totalBytes, bytes.total),
    ...timeLeft(view, state, fraction, nowMs),
    speeds: speedsAfter(view.speeds, state, nowMs),
  }
}

function freshView(state: RunningState, nowMs: number): RunView {
  // A resumed run starts counting now; a first run may have been going on before this window was opened.
  const startedMs = state.resumed === 0 ? Date.parse(state.startedAt) : nowMs
  const { switchId, resumed } = state
  return {
    switchId,
    resumed,
    startedMs,
    fraction: 0,
    doneBytes: 0,
    totalBytes: 0,
    leftMs: undefined,
    leftAtMs: nowMs,
    speeds: [],
  }
}

/** Each step weighs what the plan thinks it takes. */
export function fractionDone({ plan, statuses, verifying }: RunningState): number {
  if (verifying) return 0.99
  const weights = plan.steps.map((step) => Math.max(smallestStepMs, plan.previews[step.id]?.estimate.ms ?? 0))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const done = plan.steps.reduce((sum, step, index) => sum + (weights[index] ?? 0) * stepFraction(statuses[step.id]), 0)
  return total === 0 ? 0 : done / total
}

export function stepFraction(status: StepStatus | undefined): number {
  if (status === undefined || status.kind === 'waiting') return 0
  if (status.kind === 'done') return 1
  const { progress } = status
  if (progress?.total === undefined || progress.total === 0) return 0
  return Math.min(1, progress.done / progress.total)
}

function bytesOf({ plan, statuses }: RunningState): { done: number; total: number } {
  return plan.steps.reduce(
    (sum, step) => {
      const step_ = stepBytes(plan, step.id, statuses[step.id])
      return { done: sum.done + step_.done, total: sum.total + step_.total }
    },
    { done: 0, total: 0 },
  )
}

function stepBytes(plan: PlanView, id: StepId, status: StepStatus | undefined): { done: number; total: number } {
  const planned = plan.previews[id]?.estimate.bytes ?? 0
  if (status?.kind === 'done') return { done: status.outcome.bytes, total: status.outcome.bytes }
  if (status === undefined || status.kind === 'waiting') return { done: 0, total: planned }
  const { progress } = status
  if (progress?.unit !== 'bytes') return { done: 0, total: planned }
  return { done: progress.done, total: Math.max(planned, progress.total ?? 0) }
}

function timeLeft(
  view: RunView,
  state: RunningState,
  fraction: number,
  nowMs: number,
): Pick<RunView, 'leftMs' | 'leftAtMs'> {
  const elapsed = nowMs - view.startedMs
  if (state.verifying || fraction < estimateFromFraction || elapsed < estimateFromMs) {
    return { leftMs: state.verifying ? undefined : view.leftMs, leftAtMs: nowMs }
  }
  const measured = Math.max((elapsed * (1 - fraction)) / fraction, slowestLane(state))
  return { leftMs: smoothed(view, measured, nowMs), leftAtMs: nowMs }
}

/** The whole cannot end before its slowest part. */
function slowestLane({ statuses }: RunningState): number {
  return Math.max(0, ...Object.values(statuses).map((status) => (status.kind === 'running' ? (status.leftMs ?? 0) : 0)))
}

/** Falls with the clock and follows what is measured over half a minute; rises only for a change over a fifth. */
function smoothed(view: RunView, measured: number, nowMs: number): number {
  if (view.leftMs === undefined) return measured
  const passed = nowMs - view.leftAtMs
  const counted = Math.max(0, view.leftMs - passed)
  if (measured > counted && measured <= counted * 1.2) return counted
  const weight = Math.min(1, passed / smoothingMs)
  return counted + (measured - counted) * weight
}

function speedsAfter(speeds: readonly SpeedSample[], state: RunningState, nowMs: number): readonly SpeedSample[] {
  const last = speeds.at(-1)
  if (last !== undefined && nowMs - last.atMs < sampleMs) return speeds
  return [...speeds, { atMs: nowMs, bytesPerSecond: bytesPerSecond(state.statuses) }].filter(
    (sample) => nowMs - sample.atMs <= speedWindowMs,
  )
}

export function bytesPerSecond(statuses: Readonly<Record<string, StepStatus>>): number {
  return Object.values(statuses).reduce((sum, status) => {
    if (status.kind !== 'running' || status.progress?.unit !== 'bytes') return sum
    return sum + (status.perSecond ?? 0)
  }, 0)
}
