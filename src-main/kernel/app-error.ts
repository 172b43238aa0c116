import { isErrno } from './errno.ts'
import type { ErrorCode } from './error-codes.ts'
import { generalProblems } from './general-problems.ts'
import type { Message } from './message.ts'

export interface AppErrorParts {
  readonly code: ErrorCode
  /** What happened, as a sentence for the person. */
  readonly message: string
  /** What the person can do next; left out where nothing helps. */
  readonly hint?: string | undefined
  /** For "Show details": exit codes, paths, the tool's own words. Never a secret. */
  readonly details?: string | undefined
  /** The message that it is, if a catalogue has its words: an agent sends this and no sentence. */
  readonly problem?: Message | undefined
  readonly cause?: unknown
}

/** The words of an error, as `texts.ts` files have them. */
export type ErrorText = Pick<AppErrorParts, 'message' | 'hint'>

/** An unexpected failure, with what the person needs to go on. From an agent it arrives as a message. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly details: string | undefined
  readonly problem: Message | undefined

  constructor(parts: AppErrorParts) {
    super(parts.message, { cause: parts.cause })
    this.code = parts.code
    this.hint = parts.hint
    this.details = parts.details
    this.problem = parts.problem
  }
}

/** Anything that was thrown, as an AppError; what is one already stays itself. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  if (thrown instanceof Error && thrown.name === 'AbortError') return general('cancelled', undefined, thrown)
  if (isErrno(thrown, 'ENOSPC')) return general('diskFull', thrown.message, thrown)
  if (isErrno(thrown, 'EDQUOT')) return general('quotaFull', thrown.message, thrown)
  if (isErrno(thrown, 'EROFS')) return general('diskReadOnly', thrown.message, thrown)
  const words = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  return general('unexpected', words, thrown)
}

function general(name: keyof typeof generalProblems, details: string | undefined, cause: unknown): AppError {
  return new AppError({ ...generalProblems[name], problem: { id: `general.${name}`, data: {} }, details, cause })
}

/** What went wrong as part of an answer. */
export function toMessage(thrown: unknown): Message {
  const { problem, message } = toAppError(thrown)
  return problem ?? { id: 'general.text', data: { text: message } }
}
