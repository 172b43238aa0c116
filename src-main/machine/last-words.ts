import { agentErrorSchema } from '../contract/agent-error.ts'
import type { Wording } from '../contract/wording.ts'
import type { AppError } from '../kernel/app-error.ts'

/** An agent that cannot serve says why as one JSON line on standard error before it ends. */
export function lastWords(said: string, wording: Wording): AppError | undefined {
  for (const line of said.trimEnd().split('\n').reverse()) {
    const parsed = agentErrorSchema.safeParse(readJson(line))
    if (parsed.success) return wording.error(parsed.data)
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
