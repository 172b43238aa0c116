/** How long the steps of the last switches took, beside what was thought: the next plan of this laptop is timed by it. */
import { z } from 'zod'
import type { SwitchEvent } from '../contract/events.ts'
import type { Estimate, Pace } from '../contract/preview.ts'
import { type StepId, stepIdSchema } from '../contract/step-ids.ts'
import { smallestProofMs } from '../contract/progress/time-left.ts'
import type { PlanView } from '../contract/switch-state.ts'
import { recallState, writeState } from '../tools/files/state-file.ts'
import { journalMessages } from './messages.ts'

const timeSchema = z.object({ thoughtMs: z.number(), tookMs: z.number() })
type Time = z.infer<typeof timeSchema>

const switchSchema = z.record(stepIdSchema, z.object({ run: timeSchema.optional(), proof: timeSchema.optional() }))
export type StepTimes = z.infer<typeof switchSchema>

const timesSchema = z.object({ version: z.literal(1), switches: z.array(switchSchema) })
const keptAtMost = 8

const stateAt = (path: string) => ({ path, schema: timesSchema, without: journalMessages.withoutTimes({}) })

/** The newest first. A damaged file is set aside: then times are as the steps think of them. */
export function readTimes(file: string): readonly StepTimes[] {
  return recallState(stateAt(file))?.switches ?? []
}

export function keepTimes(file: string, times: StepTimes): void {
  writeState(stateAt(file), { version: 1, switches: [times, ...readTimes(file)].slice(0, keptAtMost) })
}

/** Of a switch that went through in one run. */
export function timesOf({ previews }: Pick<PlanView, 'previews'>, events: readonly SwitchEvent[]): StepTimes {
  const times: StepTimes = {}
  for (const event of events) {
    if (event.type !== 'step-finished' && event.type !== 'step-proven') continue
    const { ms, proofMs = smallestProofMs, pace } = previews[event.stepId]?.estimate ?? { ms: 0 }
    const tookMs = event.ms
    const time =
      event.type === 'step-finished'
        ? { run: { thoughtMs: ms / (pace?.run ?? 1), tookMs } }
        : { proof: { thoughtMs: proofMs / (pace?.proof ?? 1), tookMs } }
    times[event.stepId] = { ...times[event.stepId], ...time }
  }
  return times
}

/** What a step was thought to take, as it came out before. */
export function withPace(id: StepId, thought: Estimate, switches: readonly StepTimes[]): Estimate {
  const known = (part: 'run' | 'proof') => switches.flatMap((times) => times[id]?.[part] ?? [])
  const { ms, proofMs = smallestProofMs } = thought
  const pace: Pace = { run: paceFor(ms, known('run')), proof: paceFor(proofMs, known('proof')) }
  if (pace.run === 1 && pace.proof === 1) return thought
  const proof = thought.proofMs === undefined ? {} : { proofMs: proofMs * pace.proof }
  return { ...thought, ms: ms * pace.run, ...proof, pace }
}

/** Below this every step is as good as nothing, and proportions say nothing. */
const leastMs = 300
/** One switch in which a laptop was busy, or asleep, is no measure. */
const mostPace = 8

/** As it was the last time with about as much to do; the further from that, the less it says. */
function paceFor(thoughtMs: number, known: readonly Time[]): number {
  const apart = (time: Time) => Math.abs(Math.log(atLeast(thoughtMs) / atLeast(time.thoughtMs)))
  const [nearest] = known.toSorted((one, other) => apart(one) - apart(other))
  if (nearest === undefined) return 1
  const pace = atLeast(nearest.tookMs) / atLeast(nearest.thoughtMs)
  return Math.min(mostPace, Math.max(1 / mostPace, pace)) ** (1 / (1 + apart(nearest)))
}

const atLeast = (ms: number): number => Math.max(leastMs, ms)
