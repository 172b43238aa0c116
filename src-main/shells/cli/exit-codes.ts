import type { ErrorCode } from '../../kernel/error-codes.ts'

/** What a script can rely on; the same table stands in the README. */
export const exitCodes = { done: 0, failed: 1, usage: 2, needsAnswers: 3, locked: 4, interrupted: 5 } as const

/** Each failure that a script may want to tell from the others; all else is `failed`. */
export function exitCodeFor(code: ErrorCode): number {
  switch (code) {
    case 'invalid-input':
    case 'unknown-host':
      return exitCodes.usage
    case 'needs-answers':
    case 'plan-changed':
      return exitCodes.needsAnswers
    case 'locked':
    case 'already-running':
      return exitCodes.locked
    case 'interrupted':
    case 'cancelled':
      return exitCodes.interrupted
    default:
      return exitCodes.failed
  }
}
