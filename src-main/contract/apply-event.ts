/** The one reducer: it feeds the window, the browser and `--json`, and replays the journal after a crash. */
import { assertNever } from '../kernel/assert-never.ts'
import type { StepProgress } from './define.ts'
import type { SwitchEvent } from './events.ts'
import type { StepId } from './step-ids.ts'
import { scopeOf } from './switch-scope.ts'
import { stepFraction } from './progress/lane.ts'
import type { ProvingStatus, Starting, StepStatus, SwitchState } from './switch-state.ts'

type Of<T extends SwitchEvent['type']> = Extract<SwitchEvent, { type: T }>
type PlannedState = Extract<SwitchState, { kind: 'planned' }>
type RunningState = Extract<SwitchState, { kind: 'running' }>

/** The state after the event. An event that does not fit the state is ignored. */
export function applyEvent(state: SwitchState, event: SwitchEvent): SwitchState {
  switch (event.type) {
    case 'plan-started':
      return {
        kind: 'planning',
        planId: event.planId,
        ...scopeOf(event),
        from: event.from,
        to: event.to,
        at: event.at,
        steps: event.steps,
        probed: [],
      }
    case 'step-probed':
      return afterProbe(state, event)
    case 'probe-told':
      return withTold(state, { stepId: event.stepId, sentence: event.sentence })
    case 'start-told':
      return state.kind === 'planned' ? tellStarting(state, event) : state
    case 'plan-made':
      return { kind: 'planned', plan: event.plan }
    case 'answers-kept':
      return state.kind === 'planned' ? keepAnswers(state, event) : state
    case 'beforehand-told':
      return state.kind === 'planned' ? tellBeforehand(state, event) : state
    case 'plan-failed':
      return {
        ...{ kind: 'plan-failed', from: event.from, to: event.to, at: event.at, error: event.error },
        ...scopeOf(event),
        ...(event.quiet === undefined ? {} : { quiet: event.quiet }),
      }
    case 'plan-discarded':
    case 'switch-dismissed':
      return { kind: 'idle' }
    case 'switch-started':
      return startRunning(event)
    case 'switch-resumed':
      return state.kind === 'interrupted' ? resumeRunning(state, event) : state
    case 'verification-started':
      return state.kind === 'running' ? startProving(state, event) : state
    case 'switch-stopped':
      return state.kind === 'running' ? stopRunning(state, event) : state
    case 'switch-finished':
      return state.kind === 'running'
        ? { kind: 'done', plan: state.plan, proof: event.proof, statuses: state.statuses }
        : state
    case 'step-proven':
      return state.kind === 'running' ? withProving(state, event.stepId, { kind: 'done', ms: event.ms }) : state
    case 'step-progress':
      return state.kind === 'running' ? withProgress(state, event) : state
    case 'step-started':
    case 'step-finished':
    case 'step-failed':
    case 'step-stopped':
      return state.kind === 'running' ? withStatus(state, event) : state
    default:
      return assertNever(event)
  }
}

/** All steps are probed for a plan, and once more when it is started. What it waited for has come. */
function afterProbe(before: SwitchState, { stepId }: Of<'step-probed'>): SwitchState {
  const state = toldIn(before)?.stepId === stepId ? withTold(before, undefined) : before
  if (state.kind === 'planning') return { ...state, probed: [...state.probed, stepId] }
  if (state.kind !== 'planned' || state.starting === undefined) return state
  return { ...state, starting: { ...state.starting, probed: state.starting.probed + 1 } }
}

function withTold(state: SwitchState, told: Starting['told']): SwitchState {
  if (state.kind === 'planning') return { ...state, told }
  if (state.kind !== 'planned' || state.starting === undefined) return state
  return { ...state, starting: { ...state.starting, told } }
}

/** What is waited for while both laptops are looked at. */
export function toldIn(state: SwitchState): Starting['told'] {
  if (state.kind === 'planning') return state.told
  return state.kind === 'planned' ? state.starting?.told : undefined
}

function tellStarting({ kind, plan }: PlannedState, { doing }: Of<'start-told'>): PlannedState {
  return doing === undefined ? { kind, plan } : { kind, plan, starting: { doing, probed: 0 } }
}

function keepAnswers(state: PlannedState, { planId, answers }: Of<'answers-kept'>): PlannedState {
  if (state.plan.planId !== planId) return state
  const askedAgain = state.plan.askedAgain.filter((id) => answers[id] === undefined)
  return { ...state, plan: { ...state.plan, kept: answers, askedAgain } }
}

function tellBeforehand(state: PlannedState, { planId, sentence }: Of<'beforehand-told'>): PlannedState {
  return state.plan.planId === planId ? { ...state, plan: { ...state.plan, beforehand: sentence } } : state
}

function startRunning(event: Of<'switch-started'>): RunningState {
  return {
    kind: 'running',
    switchId: event.switchId,
    plan: event.plan,
    answers: event.answers,
    unanswered: event.unanswered,
    ...(event.askedAt === undefined ? {} : { askedAt: event.askedAt }),
    startedAt: event.at,
    resumed: 0,
    statuses: allWaiting(event.plan.steps),
    verifying: false,
  }
}

/** Every step runs again, and finds out itself what is left to do. */
function resumeRunning(
  state: Extract<SwitchState, { kind: 'interrupted' }>,
  event: Of<'switch-resumed'>,
): RunningState {
  const { switchId, plan, answers, unanswered, askedAt, startedAt, resumed } = state
  if (switchId !== event.switchId) throw new Error('a journal resumes another switch')
  return {
    kind: 'running',
    switchId,
    plan,
    answers,
    unanswered,
    ...(askedAt === undefined ? {} : { askedAt }),
    startedAt,
    resumed: resumed + 1,
    statuses: allWaiting(plan.steps),
    verifying: false,
    resumedFrom: {
      at: event.at,
      done: Object.fromEntries(Object.entries(state.statuses).map(([id, status]) => [id, stepFraction(status)])),
    },
  }
}

function startProving(state: RunningState, { at }: Of<'verification-started'>): RunningState {
  const asked = state.plan.steps.map(({ id }) => [id, { kind: 'running', answeredAt: at }] as const)
  return { ...state, verifying: true, proving: { since: at, steps: Object.fromEntries(asked) } }
}

function withProving(state: RunningState, stepId: StepId, status: ProvingStatus): RunningState {
  const { proving } = state
  if (proving?.steps[stepId] === undefined) return state
  return { ...state, proving: { ...proving, steps: { ...proving.steps, [stepId]: status } } }
}

function withProgress(state: RunningState, event: Of<'step-progress'>): RunningState {
  if (!state.verifying) return withStatus(state, event)
  const { stepId, progress, perSecond } = event
  // A last report may come after the answer.
  if (state.proving?.steps[stepId]?.kind !== 'running') return state
  return withProving(state, stepId, {
    kind: 'running',
    answeredAt: event.at,
    progress,
    ...(perSecond === undefined ? {} : { perSecond }),
  })
}

function stopRunning(state: RunningState, event: Of<'switch-stopped'>): SwitchState {
  const { switchId, plan, answers, unanswered, askedAt, startedAt, resumed } = state
  const statuses = Object.fromEntries(Object.entries(state.statuses).map(([id, status]) => [id, stoppedStatus(status)]))
  return {
    kind: 'interrupted',
    switchId,
    plan,
    answers,
    unanswered,
    ...(askedAt === undefined ? {} : { askedAt }),
    startedAt,
    stoppedAt: event.at,
    by: event.by,
    resumed,
    statuses,
    ...(event.error === undefined ? {} : { error: event.error }),
    ...(event.proof === undefined ? {} : { proof: event.proof }),
  }
}

function stoppedStatus(status: StepStatus): StepStatus {
  if (status.kind !== 'running') return status
  return { kind: 'stopped', ...farOf(status) }
}

/** How far it was, which is told of what stands still. */
function farOf(status: StepStatus): Pick<Extract<StepStatus, { kind: 'stopped' }>, 'progress' | 'copied'> {
  if (status.kind !== 'running') return {}
  const { progress, copied } = status
  return { ...(progress === undefined ? {} : { progress }), ...(copied === undefined ? {} : { copied }) }
}

function allWaiting(steps: readonly { readonly id: string }[]): Record<string, StepStatus> {
  return Object.fromEntries(steps.map((step) => [step.id, { kind: 'waiting' }]))
}

type StepEvent = Of<'step-started' | 'step-progress' | 'step-finished' | 'step-failed' | 'step-stopped'>

function withStatus(state: RunningState, event: StepEvent): RunningState {
  const before = state.statuses[event.stepId]
  if (before === undefined) return state
  return { ...state, statuses: { ...state.statuses, [event.stepId]: nextStatus(before, event) } }
}

function nextStatus(before: StepStatus, event: StepEvent): StepStatus {
  switch (event.type) {
    case 'step-started':
      return { kind: 'running', startedAt: event.at, answeredAt: event.at }
    case 'step-progress':
      if (before.kind !== 'running') return before
      return {
        kind: 'running',
        startedAt: before.startedAt,
        answeredAt: event.at,
        progress: event.progress,
        ...(event.perSecond === undefined ? {} : { perSecond: event.perSecond }),
        ...(event.leftMs === undefined ? {} : { leftMs: event.leftMs }),
        ...copiedAfter(before.copied, event.progress),
      }
    case 'step-finished':
      return { kind: 'done', ms: event.ms, outcome: event.outcome }
    case 'step-failed':
      return { kind: 'failed', ms: event.ms, error: event.error, ...farOf(before) }
    case 'step-stopped':
      return { kind: 'stopped', ...farOf(before) }
    default:
      return assertNever(event)
  }
}

type Copied = NonNullable<Extract<StepStatus, { kind: 'running' }>['copied']>

/** A step may count the same bytes again when it compares what has come. */
function copiedAfter(before: Copied | undefined, { unit, done, total }: StepProgress): { readonly copied?: Copied } {
  if (unit === 'bytes' && total !== undefined && done >= (before?.done ?? 0)) return { copied: { done, total } }
  return before === undefined ? {} : { copied: before }
}
