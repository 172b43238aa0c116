/** The text of a file that we wrote ourselves, with its version in it: read once, here, so that damage is told alike everywhere. */
import { z } from 'zod'
import { AppError } from './app-error.ts'
import type { ErrorCode } from './error-codes.ts'

export interface StateText<T> {
  readonly path: string
  /** With `version` as a literal: another version is an error, never a guess. */
  readonly schema: z.ZodType<T>
  /** What follows when the file is moved away: "The next plan then asks about every difference." */
  readonly without: string
  /** "state-unreadable" unless told otherwise. */
  readonly code?: ErrorCode
}

/** AppError that names the file, what is wrong in it and what follows without it. */
export function parseState<T>({ path, schema, without, code = 'state-unreadable' }: StateText<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    const isOther = cause instanceof z.ZodError && cause.issues.some(isVersion) && /"version":\s*\d/.test(text)
    throw new AppError({
      code,
      message: isOther ? `${path} is from another version of pc-switcher.` : `${path} cannot be read: it is damaged.`,
      hint: isOther ? 'Install the same version on both laptops.' : `Look at the file, then move it away. ${without}`,
      details: cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause),
      cause,
    })
  }
}

function isVersion({ path }: z.core.$ZodIssue): boolean {
  return path[0] === 'version'
}
