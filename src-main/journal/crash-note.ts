/** That an error which nobody caught ended the program, noted for the next one: it tells a crash from a kill. */
import { readFileSync, writeFileSync } from 'node:fs'
import { readSystemStartMs } from '../tools/proc/system-start.ts'
import type { JournalContents } from './journal.ts'

/** Until the returned function is called. What the error says is left to the log: it may name anything. */
export function noteCrashes(file: string): () => void {
  const note = (): void => {
    try {
      writeFileSync(file, new Date().toISOString(), { mode: 0o600 })
    } catch {
      // The error itself matters more, and is told after this.
    }
  }
  process.on('uncaughtExceptionMonitor', note)
  return () => process.off('uncaughtExceptionMonitor', note)
}

/** When that was last, as ISO 8601; undefined when it never was, or cannot be read. */
export function readCrash(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    return Number.isNaN(Date.parse(text)) ? undefined : text
  } catch {
    return undefined
  }
}

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
