import { z } from 'zod'
import { toAppError } from '../kernel/app-error.ts'
import { redactText } from '../kernel/redact.ts'
import { errorCodes } from '../kernel/error-codes.ts'
import { messageSchema } from './message.ts'

/** An error as it leaves an agent: a code with data, and no sentence. */
export const agentErrorSchema = z.object({
  code: z.enum(errorCodes),
  problem: messageSchema,
  details: z.string().optional(),
})
export type AgentError = z.infer<typeof agentErrorSchema>

export function toAgentError(thrown: unknown): AgentError {
  const { code, problem, message, details: told } = toAppError(thrown)
  // The words of tools may repeat what they were given.
  const details = told === undefined ? undefined : redactText(told)
  // An error without a message is a bug. Its sentence goes into the details.
  if (problem === undefined)
    return { code, problem: { id: 'general.unexpected', data: {} }, details: [redactText(message), details].join('\n') }
  return details === undefined ? { code, problem } : { code, problem, details }
}
