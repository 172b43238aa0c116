import type { StepProgress } from '../contract/define.ts'
import type { SwitchEvent } from '../contract/events.ts'
import type { Answers, Question } from '../contract/preview.ts'
import type { StepId } from '../contract/step-ids.ts'
import { scopeOf, type Scoped } from '../contract/switch-scope.ts'
import { broughtBy } from '../contract/brought.ts'
import type { Proof, StepOutcome, Verification } from '../contract/switch-state.ts'
import { toWireError } from '../contract/wire-error.ts'
import { toAppError, type AppError } from '../kernel/app-error.ts'
import { isoNow, type Clock } from '../kernel/clock.ts'
import type { Logger } from '../kernel/logger.ts'
import { createRateMeter } from './rate-meter.ts'
import type { Pair, PreparedStep, RunContext } from './step.ts'
import { bothRuns } from './texts.ts'

export interface RunTimes {
  /** When the switch was first started. */
  readonly startedAt: string
  /** How long it has stood still since. */
  readonly pausedMs: number
}

export interface RunParts extends Scoped {
  readonly pair: Pair
  readonly switchId: string
  readonly steps: readonly PreparedStep[]
  readonly answers: Answers
  /** Ids of the questions of which these are the usual answers alone. */
  readonly unanswered: ReadonlySet<string>
  readonly questions: readonly Question[]
  /** What each step did in earlier runs of this switch, as far as it was told. */
  readonly earlier: ReadonlyMap<StepId, StepOutcome>
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly logger: Logger
  /** Resolves when the event is in the journal. */
  readonly tell: (event: SwitchEvent) => Promise<void>
}

export interface StepResult {
  readonly ms: number
  readonly outcome: StepOutcome
}

/** Clients are told at most this often. */
const progressEveryMs = 250

/**
 * Runs each step as soon as those it comes after are done. A step that fails keeps its dependents from starting; lanes
 * that do not depend on it continue. Rejects with the first failure once every lane has ended.
 */
export async function runSteps(parts: RunParts): Promise<ReadonlyMap<StepId, StepResult>> {
  const results = new Map<StepId, StepResult>()
  const lanes = new Map<StepId, Promise<boolean>>()
  const failures: AppError[] = []

  const lane = (step: PreparedStep): Promise<boolean> => {
    const started = lanes.get(step.info.id)
    if (started !== undefined) return started
    const made = (async () => {
      const before = parts.steps.filter((other) => step.info.after.includes(other.info.id)).map(lane)
      if ((await Promise.all(before)).includes(false) || parts.signal.aborted) return false
      return await runOne(parts, step, results, failures)
    })()
    lanes.set(step.info.id, made)
    return made
  }

  await Promise.all(parts.steps.map(lane))
  const [first] = failures
  if (first !== undefined) throw first
  parts.signal.throwIfAborted()
  return results
}

async function runOne(
  parts: RunParts,
  step: PreparedStep,
  results: Map<StepId, StepResult>,
  failures: AppError[],
): Promise<boolean> {
  const { clock, tell } = parts
  const stepId = step.info.id
  const startedMs = clock.nowMs()
  try {
    await tell({ type: 'step-started', at: isoNow(clock), stepId })
    const ran = await step.run(parts.pair, parts.answers, contextFor(parts, stepId))
    const outcome = ofAllRuns(ran, parts.earlier.get(stepId))
    const ms = clock.nowMs() - startedMs
    await tell({ type: 'step-finished', at: isoNow(clock), stepId, ms, outcome })
    results.set(stepId, { ms, outcome })
    return true
  } catch (thrown) {
    const error = toAppError(thrown)
    if (parts.signal.aborted) {
      await tell({ type: 'step-stopped', at: isoNow(clock), stepId })
    } else {
      failures.push(error)
      await tell({
        type: 'step-failed',
        at: isoNow(clock),
        stepId,
        ms: clock.nowMs() - startedMs,
        error: toWireError(error),
      })
    }
    return false
  }
}

function contextFor(parts: RunParts, stepId: StepId): RunContext {
  const { clock } = parts
  const measure = createRateMeter(clock)
  let lastMs = 0
  let last: StepProgress | undefined
  return {
    switchId: parts.switchId,
    signal: parts.signal,
    logger: parts.logger,
    questions: parts.questions,
    unanswered: parts.unanswered,
    report: (progress) => {
      const nowMs = clock.nowMs()
      const isNews = progress.done === progress.total || isOtherWork(progress, last)
      if (nowMs - lastMs < progressEveryMs && !isNews) return
      lastMs = nowMs
      last = progress
      void parts.tell({ type: 'step-progress', at: isoNow(clock), stepId, progress, ...measure(progress) })
    },
  }
}

function isOtherWork(progress: StepProgress, last: StepProgress | undefined): boolean {
  return last?.unit !== progress.unit || last.phase?.beforeMs !== progress.phase?.beforeMs
}

/** Verifies all steps at once. A step that cannot verify is a failure, never a pass. */
function broughtIn(
  step: PreparedStep,
  { leftOut = [] }: StepOutcome,
  { pair, answers, earlier }: RunParts,
): Pick<Proof['steps'][number], 'brought'> {
  // What an earlier run left out is not told any more.
  if (earlier.has(step.info.id)) return {}
  const names = leftOut.map(({ name }) => name)
  const brought = broughtBy(step.preview(pair), answers, names)
  return brought.length === 0 ? {} : { brought: [...brought] }
}

export async function proveSteps(
  parts: RunParts,
  results: ReadonlyMap<StepId, StepResult>,
  { startedAt, pausedMs }: RunTimes,
): Promise<Proof> {
  const { clock, tell } = parts
  await tell({ type: 'verification-started', at: isoNow(clock) })
  const startedMs = clock.nowMs()
  const proven = await Promise.all(
    parts.steps.map(async (step) => {
      const stepId = step.info.id
      const outcome = results.get(stepId)?.outcome
      const context = { ...contextFor(parts, stepId), ...(outcome === undefined ? {} : { outcome }) }
      const verification = await step.verify(parts.pair, parts.answers, context)
      await tell({ type: 'step-proven', at: isoNow(clock), stepId, ms: clock.nowMs() - startedMs })
      return { step, verification }
    }),
  )
  const nothing: StepResult = { ms: 0, outcome: { text: '', bytes: 0, items: 0 } }
  const snapshotId = [...results.values()].map(({ outcome }) => outcome.snapshotId).find((id) => id !== undefined)
  const finishedAt = isoNow(parts.clock)
  return {
    version: 1,
    switchId: parts.switchId,
    ...scopeOf(parts),
    from: { name: parts.pair.from.name, label: parts.pair.from.label },
    to: { name: parts.pair.to.name, label: parts.pair.to.label },
    startedAt,
    finishedAt,
    tookMs: Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt) - pausedMs),
    verified: proven.every(({ verification }) => holds(verification)),
    steps: proven.map(({ step, verification }) => {
      const { id, title, icon } = step.info
      const result = results.get(id) ?? nothing
      return { id, title, icon, ...result, ...broughtIn(step, result.outcome, parts), verification }
    }),
    ...(snapshotId === undefined ? {} : { snapshotId }),
  }
}

function holds(verification: Verification): boolean {
  return verification.items.every((item) => item.verdict !== 'differs' && item.differences.length === 0)
}

/** From the journal. Of each step the last one has those before it in it. */
export function outcomesIn(events: readonly SwitchEvent[]): ReadonlyMap<StepId, StepOutcome> {
  return new Map(events.flatMap((event) => (event.type === 'step-finished' ? [[event.stepId, event.outcome]] : [])))
}

/**
 * What all runs of a switch did, however often it was resumed: each run does only what is left. A step that tells
 * `bytesBefore` has counted all runs itself.
 */
function ofAllRuns(ran: StepOutcome, earlier: StepOutcome | undefined): StepOutcome {
  if (ran.bytesBefore !== undefined || earlier === undefined || isNothing(earlier)) return ran
  const text = isNothing(ran) || ran.text === earlier.text ? earlier.text : bothRuns(earlier.text, ran.text)
  const bytes = earlier.bytes + ran.bytes
  return { ...ran, text, bytes, items: earlier.items + ran.items, bytesBefore: earlier.bytes }
}

function isNothing({ bytes, items }: StepOutcome): boolean {
  return bytes + items === 0
}
