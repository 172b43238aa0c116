/** How long something took, for every place that says so of the same thing. */
import { formatDuration } from '../kernel/units.ts'

interface Timed {
  readonly startedAt: string
  readonly finishedAt: string
  /** Without pauses. Earlier versions remembered only when it began and ended. */
  readonly tookMs?: number | undefined
}

export function tookMsOf({ startedAt, finishedAt, tookMs }: Timed): number {
  return tookMs ?? Date.parse(finishedAt) - Date.parse(startedAt)
}

const toldFromMs = 1_000

/** "5 min", or "5 min (stood still for 2 min of it)": from the person's word to the end. */
export function spanText(timed: Timed): string {
  const wholeMs = Date.parse(timed.finishedAt) - Date.parse(timed.startedAt)
  const stillMs = wholeMs - tookMsOf(timed)
  const whole = formatDuration(wholeMs)
  return stillMs < toldFromMs ? whole : `${whole} (stood still for ${formatDuration(stillMs)} of it)`
}
