/** How long a switch still takes: the longest chain of what is left, then its proof. Pure; time is handed in. */
import type { StepId } from '../step-ids.ts'
import type { PlanView, StepInfo, StepStatus, SwitchState } from '../switch-state.ts'
import { leftOfWork, stepFraction } from './lane.ts'

export type RunningState = Extract<SwitchState, { kind: 'running' }>
type Running = Extract<StepStatus, { kind: 'running' }>
type Planned = Pick<PlanView, 'steps' | 'previews'>

/** A step that only asks and answers takes a moment too; so does a proof of that kind. */
const smallestMs = 300
export const smallestProofMs = 1_000
/** Both laptops write to their disks what is in memory, and remember. */
const handOverMs = 800

/** What a plan takes from its start until it is proven. */
export function planMs(plan: Planned): number {
  return longestChain(plan.steps, ({ id }) => estimateOf(plan, id)) + proofOf(plan) + handOverMs
}

/** What is left of a run, by what is known now. */
export function leftOfRun(state: RunningState, nowMs: number): number {
  if (state.proving !== undefined) return leftOfProving(state, state.proving, nowMs)
  return longestChain(state.plan.steps, ({ id }) => leftOfStep(state, id, nowMs)) + proofOf(state.plan) + handOverMs
}

export function leftOfStep({ plan, statuses, resumedFrom }: RunningState, id: StepId, nowMs: number): number {
  const status = statuses[id]
  const open = 1 - (resumedFrom?.done[id] ?? 0)
  const estimateMs = Math.max(smallestMs, estimateOf(plan, id) * open)
  switch (status?.kind) {
    case 'done':
    case 'failed':
    case 'stopped':
      return 0
    case 'running':
      return leftOfWork({ ...workOf(status, plan, id), estimateMs }, nowMs)
    case 'waiting':
    case undefined:
      return estimateMs
  }
}

function workOf({ startedAt, answeredAt, progress, perSecond }: Running, { previews }: Planned, id: StepId) {
  const { pace, linkMs } = previews[id]?.estimate ?? {}
  const [startedMs, answeredMs] = [Date.parse(startedAt), Date.parse(answeredAt)]
  return { startedMs, answeredMs, pace: pace?.run ?? 1, linkMs, progress, perSecond }
}

/** Lanes run side by side; a step begins when those it comes after are done. */
function longestChain(steps: readonly StepInfo[], leftOf: (step: StepInfo) => number): number {
  const ends = new Map<StepId, number>()
  const endOf = (step: StepInfo): number => {
    const known = ends.get(step.id)
    if (known !== undefined) return known
    const before = steps.filter(({ id }) => step.after.includes(id)).map(endOf)
    const end = Math.max(0, ...before) + leftOf(step)
    ends.set(step.id, end)
    return end
  }
  return Math.max(0, ...steps.map(endOf))
}

function leftOfProving(
  { plan }: RunningState,
  { since, steps }: NonNullable<RunningState['proving']>,
  nowMs: number,
): number {
  const startedMs = Date.parse(since)
  const open = Object.entries(steps).flatMap(([id, status]) =>
    status.kind === 'done'
      ? []
      : [
          leftOfWork(
            {
              startedMs,
              answeredMs: Date.parse(status.answeredAt),
              estimateMs: proofOfStep(plan, id as StepId),
              pace: plan.previews[id as StepId]?.estimate.pace?.proof ?? 1,
              progress: status.progress,
              perSecond: status.perSecond,
            },
            nowMs,
          ),
        ],
  )
  return Math.max(0, ...open) + handOverMs
}

/** Of all steps' proofs together. Undefined before the comparison. */
export function proofProgress(
  state: RunningState,
  nowMs: number,
): { readonly fraction: number; readonly proven: number } | undefined {
  const { proving } = state
  if (proving === undefined) return undefined
  const elapsedMs = Math.max(0, nowMs - Date.parse(proving.since))
  const proven = Object.values(proving.steps).filter(({ kind }) => kind === 'done').length
  return { fraction: elapsedMs / (elapsedMs + leftOfProving(state, proving, nowMs)), proven }
}

/** What resuming takes. */
export function resumeMs({ plan, statuses }: Extract<SwitchState, { kind: 'interrupted' }>): number {
  const leftOf = ({ id }: StepInfo): number =>
    Math.max(smallestMs, estimateOf(plan, id) * (1 - stepFraction(statuses[id])))
  return longestChain(plan.steps, leftOf) + proofOf(plan) + handOverMs
}

function estimateOf({ previews }: Planned, id: StepId): number {
  return Math.max(smallestMs, previews[id]?.estimate.ms ?? 0)
}

/** All steps are proven at the same time. */
function proofOf(plan: Planned): number {
  return Math.max(0, ...plan.steps.map(({ id }) => proofOfStep(plan, id)))
}

function proofOfStep({ previews }: Planned, id: StepId): number {
  const { proofMs = 0, pace } = previews[id]?.estimate ?? {}
  return Math.max(proofMs, smallestProofMs * Math.min(1, pace?.proof ?? 1))
}
