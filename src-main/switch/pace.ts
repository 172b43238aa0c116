/** Times a plan by the last switches of this laptop. Pure. */
import type { SwitchEvent } from '../contract/events.ts'
import type { Estimate, Pace } from '../contract/preview.ts'
import { smallestProofMs } from '../contract/progress/time-left.ts'
import type { StepId } from '../contract/step-ids.ts'
import type { PlanView } from '../contract/switch-state.ts'
import type { StepTimes } from '../journal/step-times.ts'

type Time = NonNullable<NonNullable<StepTimes[StepId]>['run']>

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
