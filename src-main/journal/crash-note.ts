/** That an error which nobody caught ended the program, noted for the next one: it tells a crash from a kill. */
import { readFileSync, writeFileSync } from 'node:fs'

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
