import { readSystemStartMs } from '../tools/proc/system-start.ts'
import type { JournalContents } from './journal.ts'

/** What a journal without an end was cut by: the laptop went off under the program, or the program alone was gone. */
export function endedBy(
  { events }: Pick<JournalContents, 'events'>,
  systemStartMs = readSystemStartMs(),
): 'crash' | 'power' {
  const last = events.at(-1)
  return last !== undefined && Date.parse(last.at) < systemStartMs ? 'power' : 'crash'
}
