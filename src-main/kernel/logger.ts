import { isoNow, type Clock } from './clock.ts'

const order = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof order)[number]

export interface Logger {
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void
}

const secretNames = /pass(word|phrase)?|secret|token|api-?key|private|psk|cookie|authorization|ticket/i
const privateKeyBlock = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g
/** A URL may carry "user:password@". */
const urlCredentials = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+@/gi

/** Removes what must never be logged: values under secret names, key blocks, passwords in URLs. */
export function redact(value: unknown): unknown {
  if (typeof value === 'string')
    return value.replace(privateKeyBlock, '[private key]').replace(urlCredentials, '$1[hidden]@')
  if (Array.isArray(value)) return value.map(redact)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, secretNames.test(name) ? '[hidden]' : redact(inner)]),
    )
  }
  return value
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
