/** Parses the text of a state file. All of them are read here, so that damage is reported alike everywhere. */
import { z } from 'zod'
import { AppError } from './app-error.ts'
import type { ErrorCode } from './error-codes.ts'
import { stateProblems } from './general-problems.ts'
import type { Message } from './message.ts'

export interface StateText<T> {
  readonly path: string
  /** With `version` as a literal: another version is an error, never a guess. */
  readonly schema: z.ZodType<T>
  /** What follows when the file is moved away: "The next plan then asks about every difference." */
  readonly without: Message
  /** "state-unreadable" unless told otherwise. */
  readonly code?: ErrorCode
}

/** Throws an AppError that names the file, what is wrong in it and what follows without it. */
export function parseState<T>({ path, schema, without, code = 'state-unreadable' }: StateText<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    const isOther = cause instanceof z.ZodError && cause.issues.some(isVersion) && /"version":\s*\d/.test(text)
    const name = isOther ? 'stateOfOther' : 'stateDamaged'
    throw new AppError({
      ...stateProblems[name]({ path, without: without.id }),
      code,
      problem: { id: `general.${name}`, data: { path, without } },
      details: cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause),
      cause,
    })
  }
}

/** Of what `parseState` throws: the file is damaged, not of another version. */
export function saysDamaged({ problem }: AppError): boolean {
  return problem?.id === 'general.stateDamaged'
}

function isVersion({ path }: z.core.$ZodIssue): boolean {
  return path[0] === 'version'
}
