import type { ErrorCode } from '../../kernel/error-codes.ts'

/** Stable for scripts; documented in the README and the manual page. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  needsAnswers: 3,
  locked: 4,
  interrupted: 5,
  differs: 6,
  /** EX_TEMPFAIL (sysexits.h): what started it is to start it again. */
  renewed: 75,
  /** As a program that SIGINT ends (bash(1), EXIT STATUS). */
  detached: 130,
} as const

/** The exit code of an error; those without one of their own are `failed`. */
export function exitCodeFor(code: ErrorCode): number {
  switch (code) {
    case 'invalid-input':
    case 'unknown-host':
      return exitCodes.usage
    case 'needs-answers':
    case 'needs-password':
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
