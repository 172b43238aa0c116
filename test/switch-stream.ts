/**
 * The events of a switch with their times, thought out or timed on real laptops: other recordings have no times, as these are
 * other ones at every run. The plan is a recorded one with other amounts; rates are the engine's own.
 */
import type { Progress, StepProgress } from '../src-main/contract/define.ts'
import type { SwitchEvent } from '../src-main/contract/events.ts'
import type { Estimate } from '../src-main/contract/preview.ts'
import type { StepId } from '../src-main/contract/step-ids.ts'
import type { PlanView } from '../src-main/contract/switch-state.ts'
import { createPhases, type Phase } from '../src-main/switch/phases.ts'
import { createRateMeter } from '../src-main/switch/rate-meter.ts'
import { recordedPlan } from './renderer/recorded.ts'
import type { TimedSwitch } from './timed-switch.ts'

export const streamStart = '2026-11-21T08:00:00.000Z'

/** A stretch of work as it really goes: `total` is missing where the work tells no amount. */
export interface Stretch {
  readonly ms: number
  readonly unit?: Progress['unit']
  readonly total?: number
  /** Milliseconds that it was thought to take, where the step has phases. */
  readonly thoughtMs?: number
  /** How much of it is done at a share of its time; evenly without. */
  readonly course?: (share: number) => number
}

export interface Course {
  readonly estimates: Partial<Record<StepId, Estimate>>
  readonly run: Partial<Record<StepId, readonly Stretch[]>>
  readonly proof: Partial<Record<StepId, readonly Stretch[]>>
  readonly handOverMs?: number
}

interface Timed {
  readonly atMs: number
  readonly event: (at: string) => SwitchEvent
}

const reportEveryMs = 500
const quick: readonly Stretch[] = [{ ms: 400 }]
const none: Estimate = { bytes: 0, items: 0, ms: 0 }

export function planFor(estimates: Course['estimates']): PlanView {
  const plan = recordedPlan('the first switch, paused and resumed')
  const previews = Object.fromEntries(
    Object.entries(plan.previews).map(([id, preview]) => [
      id,
      { ...preview, estimate: estimates[id as StepId] ?? none },
    ]),
  )
  return { ...plan, previews }
}

/** All events of one run in their order, the first at `streamStart`. `begin`: how it begins, `switch-started` without. */
export function streamOf(course: Course, begin?: (at: string) => SwitchEvent): readonly SwitchEvent[] {
  const plan = planFor(course.estimates)
  const events: Timed[] = [{ atMs: 0, event: begin ?? started(plan) }]
  const ends = new Map<StepId, number>()
  for (const { id, after } of plan.steps) {
    const startMs = Math.max(0, ...after.map((before) => ends.get(before) ?? 0))
    const stretches = course.run[id] ?? quick
    const ms = lengthOf(stretches)
    const outcome = { text: 'done', bytes: course.estimates[id]?.bytes ?? 0, items: 0 }
    ends.set(id, startMs + ms)
    events.push({ atMs: startMs, event: (at) => ({ type: 'step-started', at, stepId: id }) })
    events.push(...reportsOf(id, stretches, startMs))
    events.push({ atMs: startMs + ms, event: (at) => ({ type: 'step-finished', at, stepId: id, ms, outcome }) })
  }
  const copiedMs = Math.max(...ends.values())
  events.push({ atMs: copiedMs, event: (at) => ({ type: 'verification-started', at }) })
  const proofs = plan.steps.map(({ id }) => {
    const stretches = course.proof[id] ?? quick
    const ms = lengthOf(stretches)
    events.push(...reportsOf(id, stretches, copiedMs))
    events.push({ atMs: copiedMs + ms, event: (at) => ({ type: 'step-proven', at, stepId: id, ms }) })
    return ms
  })
  events.push({ atMs: copiedMs + Math.max(...proofs) + (course.handOverMs ?? 1_200), event: finished(plan) })
  const order = events.map((one, index) => ({ ...one, index }))
  order.sort((one, other) => one.atMs - other.atMs || one.index - other.index)
  return order.map(({ atMs, event }) => event(timeOf(atMs)))
}

/** The same of one that was timed. */
export function streamOfTimed({ estimates, wholeMs, events }: TimedSwitch): readonly SwitchEvent[] {
  const plan = planFor(estimates)
  return [
    started(plan)(streamStart),
    ...events.map(({ ms, event }) => ({ ...event, at: timeOf(ms) })),
    finished(plan)(timeOf(wholeMs)),
  ]
}

function timeOf(ms: number): string {
  return new Date(Date.parse(streamStart) + ms).toISOString()
}

const started =
  (plan: PlanView) =>
  (at: string): SwitchEvent => ({ type: 'switch-started', at, switchId: 'switch-1', plan, answers: {}, unanswered: [] })

const finished =
  ({ from, to }: PlanView) =>
  (at: string): SwitchEvent => ({
    type: 'switch-finished',
    at,
    proof: {
      version: 1,
      switchId: 'switch-1',
      from,
      to,
      startedAt: streamStart,
      finishedAt: at,
      tookMs: Date.parse(at) - Date.parse(streamStart),
      verified: true,
      steps: [],
    },
  })

function lengthOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { ms }) => sum + ms, 0)
}

function reportsOf(stepId: StepId, stretches: readonly Stretch[], startMs: number): readonly Timed[] {
  const made: Timed[] = []
  let nowMs = startMs
  const measure = createRateMeter({ nowMs: () => nowMs })
  const report = (progress: StepProgress): void => {
    const rate = measure(progress)
    made.push({ atMs: nowMs, event: (at) => ({ type: 'step-progress', at, stepId, progress, ...rate }) })
  }
  const hasPhases = stretches.some(({ thoughtMs }) => thoughtMs !== undefined)
  const parts: Record<string, Phase> = Object.fromEntries(
    stretches.map(({ thoughtMs = 0 }, index) => [`part ${index}`, { ms: thoughtMs, current: `part ${index}` }]),
  )
  const phases = createPhases(report, parts)
  let beginMs = startMs
  for (const [index, { ms, unit = 'files', total, course = (share: number) => share }] of stretches.entries()) {
    const tell = hasPhases ? phases.of(`part ${index}`) : report
    nowMs = beginMs
    if (hasPhases && total === undefined) tell({ done: 0, unit })
    for (let at = 0; total !== undefined && at <= ms; at += reportEveryMs) {
      nowMs = beginMs + at
      tell({ done: Math.round(total * Math.min(1, course(at / ms))), total, unit })
    }
    beginMs += ms
  }
  return made
}

const mb = 1e6

/** What a step of home files really takes, with what `homeTime` would say of it. */
export function homeStretches(
  thought: {
    readonly look: number
    readonly fetch: number
    readonly prove: number
    readonly place: number
    readonly lookAgain: number
  },
  real: {
    readonly bytes: number
    readonly files: number
    readonly mbPerSecond: number
    readonly slower: number
    readonly course?: Stretch['course'] | undefined
  },
): readonly Stretch[] {
  const { bytes, files, mbPerSecond, slower, course } = real
  return [
    { ms: thought.look * slower, thoughtMs: thought.look },
    {
      ms: (bytes / mb / mbPerSecond) * 1_000,
      thoughtMs: thought.fetch,
      unit: 'bytes',
      total: bytes,
      ...(course === undefined ? {} : { course }),
    },
    { ms: thought.prove * slower, thoughtMs: thought.prove, unit: 'files', total: files },
    { ms: thought.place * slower, thoughtMs: thought.place, unit: 'files', total: files },
    { ms: thought.lookAgain * slower, thoughtMs: thought.lookAgain },
  ]
}
