/** How long something took, for every place that says so of the same thing. */
import { formatTook } from '../kernel/units.ts'

interface Timed {
  readonly startedAt: string
  readonly finishedAt: string
  /** Without pauses. */
  readonly tookMs: number
}

const toldFromMs = 1_000

/** "1 min 28 s", or "7 min, 5 min of it interrupted": from the person's word to the end. */
export function spanText(timed: Timed): string {
  const wholeMs = Date.parse(timed.finishedAt) - Date.parse(timed.startedAt)
  const stillMs = wholeMs - timed.tookMs
  const whole = formatTook(wholeMs)
  return stillMs < toldFromMs ? whole : `${whole}, ${formatTook(stillMs)} of it interrupted`
}
