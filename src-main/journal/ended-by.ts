import { readSystemStartMs } from '../tools/proc/system-start.ts'
import type { JournalContents } from './journal.ts'

interface Known {
  /** When the laptop was started, in milliseconds since 1970. */
  readonly systemStartMs?: number
  /** When an error last ended the program (crash-note.ts). */
  readonly crashedAt?: string | undefined
}

/**
 * What a journal without an end was cut by: the laptop went off under the program, an error ended it, or something outside
 * did, which leaves no word.
 */
export function endedBy(
  { events }: Pick<JournalContents, 'events'>,
  { systemStartMs = readSystemStartMs(), crashedAt }: Known,
): 'crash' | 'killed' | 'power' {
  const last = events.at(-1)?.at
  if (last !== undefined && crashedAt !== undefined && crashedAt >= last) return 'crash'
  return last !== undefined && Date.parse(last) < systemStartMs ? 'power' : 'killed'
}
