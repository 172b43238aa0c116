import { z } from 'zod'
import { AppError, toAppError } from '../kernel/app-error.ts'
import { errorCodes } from '../kernel/error-codes.ts'
import { fewLines } from '../kernel/few-lines.ts'
import { redactText } from '../kernel/redact.ts'

/** An AppError as a client is told of it. */
export const wireErrorSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  hint: z.string().optional(),
  details: z.string().optional(),
})
export type WireError = z.infer<typeof wireErrorSchema>

export function toWireError(thrown: unknown): WireError {
  const { code, message, hint, details } = toAppError(thrown)
  return {
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(details === undefined ? {} : { details: redactText(fewLines(details)) }),
  }
}

export function fromWireError(wire: WireError): AppError {
  return new AppError(wire)
}

/** What happened and what to do, as one text. */
export function errorText({ message, hint }: Pick<WireError, 'message' | 'hint'>): string {
  return hint === undefined ? message : `${message} ${hint}`
}
