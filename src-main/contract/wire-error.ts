import { z } from 'zod'
import { AppError, toAppError } from '../kernel/app-error.ts'
import { errorCodes } from '../kernel/error-codes.ts'

/** An AppError as it crosses a border. */
export const wireErrorSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  hint: z.string(),
  details: z.string().optional(),
})
export type WireError = z.infer<typeof wireErrorSchema>

export function toWireError(thrown: unknown): WireError {
  const { code, message, hint, details } = toAppError(thrown)
  return details === undefined ? { code, message, hint } : { code, message, hint, details }
}

export function fromWireError(wire: WireError): AppError {
  return new AppError(wire)
}
