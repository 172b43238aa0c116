/**
 * How far a run is, as every place that shows it says it: page, tab, announcements, command line, and the other laptop.
 * Each follows the same events with this one function. Pure; time is handed in.
 */
import { z } from 'zod'
import type { StepId } from '../step-ids.ts'
import type { StepStatus, SwitchState } from '../switch-state.ts'
import { leftOfRun, leftOfStep, type RunningState } from './time-left.ts'

export const runProgressSchema = z.object({
  switchId: z.string(),
  resumed: z.number(),
  /** When this run began: at the start, or when it was resumed last. */
  startedMs: z.number(),
  /** 0 to 0.99; never moves backwards within one run. */
  fraction: z.number(),
  doneBytes: z.number(),
  totalBytes: z.number(),
  /** Undefined in the beginning, which says little. */
  leftMs: z.number().optional(),
  leftAtMs: z.number(),
  /** The same from the first moment on. */
  expectedMs: z.number(),
})
export type RunProgress = z.infer<typeof runProgressSchema>

/** Both, as the design has it: "Estimating…" until then. */
const leftFrom = { ms: 10_000, fraction: 0.05 }
/** What is measured is followed over this time; more only when it is more by this share. */
const risingMs = 10_000
const fallingMs = 5_000
const risesFrom = 1.2
/** One moment without progress would say hours otherwise. */
const risesTo = 3
const leastRiseMs = 10_000
/** A bar that jumps looks broken; in a switch of seconds it may not stay behind for one. */
const catchUp = { mostMs: 1_000, share: 1 / 30 }
const mostFraction = 0.99

/** Kept for the page that tells how it stopped. */
export function observeProgress(
  before: RunProgress | undefined,
  state: SwitchState,
  nowMs: number,
): RunProgress | undefined {
  if (state.kind === 'interrupted') return before?.switchId === state.switchId ? before : undefined
  if (state.kind !== 'running') return undefined
  const earlier = before?.switchId === state.switchId && before.resumed === state.resumed ? before : undefined
  const { switchId, resumed } = state
  const startedMs = Date.parse(state.resumedFrom?.at ?? state.startedAt)
  const elapsedMs = Math.max(0, nowMs - startedMs)
  const measuredMs = leftOfRun(state, nowMs)
  // What is not told yet may jump.
  const expectedMs = earlier?.leftMs === undefined ? measuredMs : smoothed(earlier, measuredMs, nowMs)
  const fraction = fractionAfter(earlier, { elapsedMs, measuredMs, nowMs })
  const isTold = earlier?.leftMs !== undefined || (elapsedMs >= leftFrom.ms && fraction >= leftFrom.fraction)
  const bytes = bytesOf(state)
  return {
    switchId,
    resumed,
    startedMs,
    fraction,
    doneBytes: Math.max(earlier?.doneBytes ?? 0, bytes.done),
    // What is left of a run that goes on is known only when its steps say so.
    totalBytes: resumed === 0 ? Math.max(earlier?.totalBytes ?? 0, bytes.total) : bytes.total,
    leftMs: isTold ? expectedMs : undefined,
    leftAtMs: nowMs,
    expectedMs,
  }
}

interface Measured {
  readonly elapsedMs: number
  readonly measuredMs: number
  readonly nowMs: number
}

/**
 * Follows the time. What is behind it catches up; what is before it goes through the rest in the time that is left, slower where that
 * is longer than was thought, so that it never goes back. What only takes longer and says nothing comes no further than half of what
 * it would have to be beyond its share of the time.
 */
function fractionAfter(earlier: RunProgress | undefined, { elapsedMs, measuredMs, nowMs }: Measured): number {
  const byTime = elapsedMs / Math.max(1, elapsedMs + measuredMs)
  if (earlier === undefined) return Math.min(mostFraction, byTime)
  const passedMs = Math.max(0, nowMs - earlier.leftAtMs)
  if (byTime > earlier.fraction) {
    const behind = Math.min(mostFraction, byTime) - earlier.fraction
    const catchUpMs = Math.min(catchUp.mostMs, (elapsedMs + measuredMs) * catchUp.share)
    return earlier.fraction + Math.max(0, behind) * Math.min(1, passedMs / catchUpMs)
  }
  const steady = 1 - (1 - earlier.fraction) * (measuredMs / Math.max(1, measuredMs + passedMs))
  return Math.max(earlier.fraction, Math.min(mostFraction, steady, (1 + byTime) / 2))
}

/** Falls with the clock and follows what is measured; rises only for what is clearly more, and bit by bit. */
function smoothed({ expectedMs, leftAtMs }: RunProgress, measuredMs: number, nowMs: number): number {
  const passedMs = Math.max(0, nowMs - leftAtMs)
  const counted = Math.max(0, expectedMs - passedMs)
  // Stands still until the clock has caught up: a number that goes up and down says nothing.
  if (measuredMs > counted && measuredMs <= counted * risesFrom) return Math.min(expectedMs, measuredMs)
  const followed = Math.min(measuredMs, risesTo * counted + leastRiseMs)
  // Near the end a number that is followed slowly would be over before what it is of.
  const followMs = Math.min(followed > counted ? risingMs : fallingMs, Math.max(1, measuredMs / 3))
  return counted + (followed - counted) * Math.min(1, passedMs / followMs)
}

interface Bytes {
  readonly done: number
  readonly total: number
}

function bytesOf(state: RunningState): Bytes {
  return state.plan.steps.reduce<Bytes>(
    (sum, { id }) => {
      const { done, total } = bytesOfStep(state, id)
      return { done: sum.done + done, total: sum.total + total }
    },
    { done: 0, total: 0 },
  )
}

function bytesOfStep({ plan, statuses, resumedFrom }: RunningState, id: StepId): Bytes {
  const status = statuses[id]
  if (status?.kind === 'done') {
    const { bytes, bytesBefore = 0 } = status.outcome
    // What an earlier run brought may be gone again by now.
    const own = Math.max(0, bytes - bytesBefore)
    return { done: own, total: own }
  }
  const planned = (plan.previews[id]?.estimate.bytes ?? 0) * (1 - (resumedFrom?.done[id] ?? 0))
  const copied = status?.kind === 'running' ? status.copied : undefined
  if (copied === undefined) return { done: 0, total: planned }
  return { done: copied.done, total: resumedFrom === undefined ? Math.max(planned, copied.total) : copied.total }
}

/** Of one lane that runs: never more than the whole, which is smoothed. */
export function laneLeft(
  state: RunningState,
  run: RunProgress | undefined,
  id: StepId,
  nowMs: number,
): number | undefined {
  if (run?.leftMs === undefined || state.statuses[id]?.kind !== 'running') return undefined
  return Math.min(run.leftMs, leftOfStep(state, id, nowMs))
}

/** Of all lanes together; undefined when nothing is copied now. */
export function bytesPerSecond(statuses: Readonly<Record<string, StepStatus>>): number | undefined {
  const rates = Object.values(statuses).flatMap((status) =>
    status.kind === 'running' && isCopying(status) ? [status.perSecond ?? 0] : [],
  )
  const sum = rates.reduce((total, rate) => total + rate, 0)
  return sum < slowestShown ? undefined : sum
}

const slowestShown = 1_000

function isCopying({ progress }: Extract<StepStatus, { kind: 'running' }>): boolean {
  return progress?.unit === 'bytes' && progress.done !== progress.total
}
