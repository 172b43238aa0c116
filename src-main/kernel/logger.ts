import { isoNow, type Clock } from './clock.ts'
import { redact } from './redact.ts'

const order = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof order)[number]

export interface Logger {
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** One JSON object a line to `write`; everything passes through `redact` first. */
export function createLogger(write: (line: string) => void, clock: Clock, minimum: LogLevel = 'info'): Logger {
  return {
    log(level, message, fields = {}) {
      if (order.indexOf(level) < order.indexOf(minimum)) return
      const entry = { at: isoNow(clock), level, message: redact(message), ...(redact(fields) as object) }
      write(`${JSON.stringify(entry)}\n`)
    },
  }
}

/** What somebody set PC_SWITCHER_LOG to; anything else is the usual level. */
export function readLogLevel(wanted: string | undefined, usual: LogLevel = 'info'): LogLevel {
  return order.find((level) => level === wanted) ?? usual
}

export const silentLogger: Logger = { log: () => undefined }
