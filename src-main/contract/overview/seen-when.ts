/** How old what is known of the laptops is. All times are of the clock of the laptop that this app runs on. */
import type { Overview } from '../overview-calls.ts'

/**
 * What was seen this long ago is told as of now. Laptops are looked at several times as often while somebody looks at
 * the page, so only what could not be seen again grows older.
 */
export const freshMs = 60_000

/** When the laptops last said something; empty when neither did at the last look. */
export function lookedAt({ here, peer }: Pick<Overview, 'here' | 'peer'>): string {
  const answers = [here, peer].flatMap((status) =>
    status?.connection.kind === 'reachable' ? (status.facts?.askedAt ?? '') : [],
  )
  return answers.toSorted().at(-1) ?? ''
}

/** Whether it was so within the last minute. A newer look moves the present on, where the page's own time stood still. */
export function isFresh(at: string, overview: Pick<Overview, 'here' | 'peer'>, nowMs: number): boolean {
  const present = Math.max(nowMs, Date.parse(lookedAt(overview)) || 0)
  return present - Date.parse(at) < freshMs
}

/** Whether the other laptop has not answered since: a look from before says nothing about it. */
export function isAwaySince(at: string, overview: Overview | undefined): boolean {
  return overview?.peer?.connection.kind === 'unreachable' && lookedAt(overview) > at
}
