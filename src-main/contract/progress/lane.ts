/** How far one part of a switch is, and how long it still takes. Pure; time is handed in. */
import type { StepProgress } from '../define.ts'
import type { StepStatus } from '../switch-state.ts'

/** 0 to 1: by the amount, and where a step does one thing after the other by the time that these take. */
export function stepFraction(status: StepStatus | undefined): number {
  if (status === undefined || status.kind === 'waiting') return 0
  if (status.kind === 'done') return 1
  return status.progress === undefined ? 0 : progressFraction(status.progress)
}

export function progressFraction(progress: StepProgress): number {
  const { phase } = progress
  const share = shareOf(progress)
  if (phase === undefined) return share
  const wholeMs = phase.beforeMs + phase.ownMs + phase.afterMs
  return wholeMs === 0 ? share : (phase.beforeMs + phase.ownMs * share) / wholeMs
}

/** Whether it can be said how far it is. */
export function isMeasured({ total, phase }: StepProgress): boolean {
  return total !== undefined || phase !== undefined
}

function shareOf({ done, total }: StepProgress): number {
  return total === undefined || total === 0 ? 0 : Math.min(1, Math.max(0, done / total))
}

/** Work that was begun: what it was thought to take, and what was heard of it last. */
export interface Work {
  readonly startedMs: number
  readonly estimateMs: number
  /** How much of what its phases think it takes on this pair: see `paceSchema`. */
  readonly pace: number
  /** What the link adds to the phase that copies, until that knows its own speed. */
  readonly linkMs?: number | undefined
  readonly answeredMs: number
  readonly progress?: StepProgress | undefined
  readonly perSecond?: number | undefined
}

/**
 * A rate of the first seconds is worth little: it counts in full from this share or this time on, of nearly nothing not at all. Bytes
 * tell soon how fast a connection is; steps and files begin slowly, and each takes its own time.
 */
const trusted = {
  bytes: { leastShare: 0.001, fromShare: 0.1, fromMs: 8_000 },
  files: { leastShare: 0.005, fromShare: 0.1, fromMs: 20_000 },
  steps: { leastShare: 0.005, fromShare: 0.25, fromMs: 40_000 },
} as const

/** By its own rate once there is one, until then by what was thought. */
export function leftOfWork(work: Work, nowMs: number): number {
  const { startedMs, estimateMs, progress } = work
  if (progress === undefined) return countDown(estimateMs, nowMs - startedMs)
  const { phase, done, total, unit } = progress
  const share = shareOf(progress)
  const pace = paceNow(work, nowMs)
  const linkMs = unit === 'bytes' ? (work.linkMs ?? 0) : 0
  const ownMs = phase === undefined ? estimateMs : phase.ownMs * pace + linkMs
  const afterMs = phase === undefined ? 0 : phase.afterMs * pace
  const silentMs = Math.max(0, nowMs - work.answeredMs)
  const { perSecond } = work
  if (total === undefined || perSecond === undefined || perSecond <= 0) {
    // When a phase began is not known; a step of one phase began with the step.
    const passedMs = phase === undefined ? Math.max(nowMs - startedMs, ownMs * share) : ownMs * share + silentMs
    return countDown(ownMs, passedMs) + afterMs
  }
  const measuredMs = ((total - done) / perSecond) * 1_000
  const { leastShare, fromShare, fromMs } = trusted[unit]
  const trust = share < leastShare ? 0 : Math.min(1, Math.max(share / fromShare, (nowMs - startedMs) / fromMs))
  return countDown(measuredMs * trust + ownMs * (1 - share) * (1 - trust), silentMs) + afterMs
}

/** How much of it is not yet taken as a sign of what follows. */
const doubted = { leastMs: 500, share: 0.1 }
const fastest = 0.25

/**
 * Of phases, by what is behind it, the more the more there is of that. Never slower: what takes longer than was thought is mostly the
 * link, which says nothing of what follows.
 */
function paceNow({ startedMs, pace, progress }: Work, nowMs: number): number {
  if (progress?.phase === undefined) return pace
  const { beforeMs, ownMs, afterMs } = progress.phase
  const behindMs = (beforeMs + ownMs * shareOf(progress)) * pace
  const doubtMs = doubted.leastMs + (beforeMs + ownMs + afterMs) * pace * doubted.share
  return pace * Math.min(1, Math.max(fastest, (nowMs - startedMs + doubtMs) / (behindMs + doubtMs)))
}

/** What takes longer than was thought is not over: a part of what it has taken is always left. */
const leftWhenOverdue = 0.15

function countDown(ms: number, passedMs: number): number {
  return Math.max(ms - passedMs, leftWhenOverdue * Math.max(ms, passedMs))
}
