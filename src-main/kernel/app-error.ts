import { isErrno } from './errno.ts'
import type { ErrorCode } from './error-codes.ts'

export interface AppErrorParts {
  readonly code: ErrorCode
  /** What happened, in a sentence a person understands. */
  readonly message: string
  /** What the person can do next. */
  readonly hint: string
  /** For "Show details": exit codes, paths, the tool's own words. Never a secret. */
  readonly details?: string | undefined
  readonly cause?: unknown
}

/** The words of an error, without its code: what the texts of a part of the product give. */
export type ErrorText = Pick<AppErrorParts, 'message' | 'hint'>

/** A failure that nobody planned, with what a person needs to go on. Crosses both borders whole. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly hint: string
  readonly details: string | undefined

  constructor(parts: AppErrorParts) {
    super(parts.message, { cause: parts.cause })
    this.code = parts.code
    this.hint = parts.hint
    this.details = parts.details
  }
}

/** Anything that was thrown, as an AppError; what is one already stays itself. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new AppError({
      code: 'cancelled',
      message: 'It was stopped.',
      hint: 'Start it again when you are ready.',
      cause: thrown,
    })
  }
  if (isErrno(thrown, 'ENOSPC', 'EDQUOT')) {
    const hint = 'Free some space, then try again.'
    return new AppError({
      code: 'disk-full',
      message: 'The disk is full.',
      hint,
      details: thrown.message,
      cause: thrown,
    })
  }
  const words = thrown instanceof Error ? thrown.message : String(thrown)
  return new AppError({
    code: 'unexpected',
    message: 'Something unexpected happened.',
    hint: 'Try again; if it happens again, report it with the details.',
    details: thrown instanceof Error ? (thrown.stack ?? words) : words,
    cause: thrown,
  })
}
