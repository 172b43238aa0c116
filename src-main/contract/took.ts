/** How long something took, for every place that says so of the same thing. */
import { formatDuration } from '../kernel/units.ts'

interface Timed {
  readonly startedAt: string
  readonly finishedAt: string
  /** Without pauses. */
  readonly tookMs: number
}

const toldFromMs = 1_000

/** "5 min", or "5 min (stood still for 2 min of it)": from the person's word to the end. */
export function spanText(timed: Timed): string {
  const wholeMs = Date.parse(timed.finishedAt) - Date.parse(timed.startedAt)
  const stillMs = wholeMs - timed.tookMs
  const whole = formatDuration(wholeMs)
  return stillMs < toldFromMs ? whole : `${whole} (stood still for ${formatDuration(stillMs)} of it)`
}
