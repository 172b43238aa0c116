/** How long something took, for every place that says so of the same thing. */

interface Timed {
  readonly startedAt: string
  readonly finishedAt: string
  /** Without pauses. Earlier versions remembered only when it began and ended. */
  readonly tookMs?: number | undefined
}

export function tookMsOf({ startedAt, finishedAt, tookMs }: Timed): number {
  return tookMs ?? Date.parse(finishedAt) - Date.parse(startedAt)
}
