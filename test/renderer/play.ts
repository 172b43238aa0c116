/** A whole switch that answers like the app: planning, running, and its end, in a few seconds or a few minutes. */
import type { SwitchEvent } from '../../src-main/contract/events.ts'
import { stepIds, type StepId } from '../../src-main/contract/step-ids.ts'
import type { PlanView } from '../../src-main/contract/switch-state.ts'
import type { Push } from './memory-binding.ts'
import { finishedStatuses, proofOf } from './runs.ts'

const event = (push: Push, happened: SwitchEvent): void => push({ type: 'event', event: happened })
const at = (): string => new Date(Date.now()).toISOString()
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export async function playPlan(plan: PlanView, push: Push, stepMs: number): Promise<PlanView> {
  const { planId, from, to, steps } = plan
  event(push, { type: 'plan-started', at: at(), planId, from, to, steps })
  for (const { id } of steps) {
    await wait(stepMs)
    event(push, { type: 'step-probed', at: at(), stepId: id })
  }
  const made = { ...plan, at: at() }
  event(push, { type: 'plan-made', at: at(), plan: made })
  return made
}

interface Pace {
  /** Reports of the longest step; the three large ones run side by side. */
  readonly ticks: number
  readonly tickMs: number
}

export async function playRun(plan: PlanView, push: Push, { ticks, tickMs }: Pace): Promise<void> {
  const play = (stepId: StepId, count: number) => playStep(plan, push, stepId, { ticks: count, tickMs })
  const startedAt = at()
  event(push, { type: 'switch-started', at: startedAt, switchId: 'switch-3', plan, answers: {}, unanswered: [] })
  for (const id of [stepIds.checks, stepIds.snapshots, stepIds.systemState]) await play(id, 1)
  const packages = play(stepIds.packages, Math.ceil(ticks / 3)).then(() => play(stepIds.etc, 2))
  await Promise.all([packages, play(stepIds.home, ticks), play(stepIds.images, Math.ceil(ticks * 0.8))])
  event(push, { type: 'verification-started', at: at() })
  await wait(tickMs * 2)
  for (const { id } of plan.steps) event(push, { type: 'step-proven', at: at(), stepId: id, ms: tickMs * 2 })
  event(push, { type: 'switch-finished', at: at(), proof: { ...proofOf(), startedAt, finishedAt: at() } })
}

async function playStep(plan: PlanView, push: Push, stepId: StepId, { ticks, tickMs }: Pace): Promise<void> {
  const total = plan.previews[stepId]?.estimate.bytes ?? 0
  event(push, { type: 'step-started', at: at(), stepId })
  for (let tick = 1; tick <= ticks; tick++) {
    await wait(tickMs)
    if (total === 0) continue
    // Some come and go in speed, as on a real network.
    const perSecond = (total / ((ticks * tickMs) / 1000)) * (1 + 0.12 * Math.sin(tick / 4))
    const progress = {
      done: Math.round((total * tick) / ticks),
      total,
      unit: 'bytes',
      current: `~/Projects/atlas/tiles/${stepId}-${tick}.parquet`,
    } as const
    event(push, { type: 'step-progress', at: at(), stepId, progress, perSecond, leftMs: (ticks - tick) * tickMs })
  }
  const status = finishedStatuses[stepId]
  if (status?.kind === 'done')
    event(push, { type: 'step-finished', at: at(), stepId, ms: status.ms, outcome: status.outcome })
}
