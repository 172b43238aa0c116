import { fromWireError, wireErrorSchema } from '../contract/wire-error.ts'
import type { AppError } from '../kernel/app-error.ts'

/** An agent that cannot serve says why as one JSON line on standard error before it ends. */
export function lastWords(said: string): AppError | undefined {
  for (const line of said.trimEnd().split('\n').reverse()) {
    const parsed = wireErrorSchema.safeParse(readJson(line))
    if (parsed.success) return fromWireError(parsed.data)
  }
  return undefined
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // Other programs on the way (sudo, the shell) speak plain text there.
    return undefined
  }
}
