/** When and how long, said of one switch the same on every page. */
import { formatTook } from '../../src-main/kernel/units.ts'

interface Ending {
  readonly startedAt: string
  /** Absent while it goes on, and where nobody knows when it ended. */
  readonly finishedAt?: string | undefined
  readonly tookMs?: number | undefined
}

/** The moment that it goes by: its end, which is when the work was handed over. */
export function momentOf({ startedAt, finishedAt }: Ending): string {
  return finishedAt ?? startedAt
}

/** "12 s", without pauses; undefined where it has no end. */
export function durationOf({ tookMs }: Ending): string | undefined {
  return tookMs === undefined ? undefined : formatTook(tookMs)
}
