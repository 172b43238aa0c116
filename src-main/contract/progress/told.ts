/** How far a switch is, as the laptop that runs it tells the other one. */
import { z } from 'zod'
import type { RunProgress } from './observe.ts'
import type { RunningState } from './time-left.ts'

const toldStepSchema = z.object({
  title: z.string().max(200),
  is: z.enum(['waiting', 'running', 'done', 'stopped']),
  /** What it is at: a file, a package. */
  current: z.string().max(400).optional(),
})
type ToldStep = z.infer<typeof toldStepSchema>

export const toldProgressSchema = z.object({
  fraction: z.number().min(0).max(1),
  leftMs: z.number().nonnegative().optional(),
  verifying: z.boolean(),
  /** For the screen of the other laptop, which shows the same steps. */
  steps: z.array(toldStepSchema).max(100).optional(),
  bytes: z.object({ done: z.number(), total: z.number(), planned: z.number() }).optional(),
})
export type ToldProgress = z.infer<typeof toldProgressSchema>

export function toldOf({ fraction, leftMs }: RunProgress, verifying: boolean): ToldProgress {
  return { fraction, verifying, ...(leftMs === undefined ? {} : { leftMs }) }
}

/** With what each step does now. */
export function toldRun(run: RunProgress, state: RunningState): ToldProgress {
  const { plan, verifying } = state
  const bytes = { done: run.doneBytes, total: run.totalBytes, planned: plan.estimate.bytes }
  return { ...toldOf(run, verifying), bytes, steps: stepsOf(state) }
}

export function stepsOf({ plan, statuses }: Pick<RunningState, 'plan' | 'statuses'>): ToldStep[] {
  return plan.steps.map(({ id, title }) => {
    const status = statuses[id]
    const current = status?.kind === 'running' ? status.progress?.current : undefined
    const is = status === undefined || status.kind === 'failed' ? 'waiting' : status.kind
    return { title, is, ...(current === undefined ? {} : { current: current.slice(0, 400) }) }
  })
}
