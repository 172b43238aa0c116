/** Validates a call and its envelope, runs its handler, and turns what was thrown into a wire error; the same over every transport. */
import { z } from 'zod'
import { calls, type CallKey } from '../contract/calls.ts'
import type { Call } from '../contract/define.ts'
import { callEnvelopeSchema, type AnswerEnvelope } from '../contract/envelope.ts'
import type { CallContext, Handlers } from '../contract/handlers.ts'
import { toWireError } from '../contract/wire-error.ts'
import { AppError } from '../kernel/app-error.ts'
import { invalidInput, unknownCall } from './texts.ts'

const byName = new Map<string, { readonly key: CallKey; readonly call: Call }>(
  Object.entries(calls).map(([key, call]) => [call.name, { key: key as CallKey, call }]),
)

export async function dispatch(handlers: Handlers, name: string, envelope: unknown): Promise<AnswerEnvelope> {
  try {
    const found = byName.get(name)
    if (found === undefined) throw new AppError({ code: 'invalid-input', ...unknownCall(name) })
    const { callId, input } = parseFor(found.call, callEnvelopeSchema, envelope)
    const parsed = parseFor(found.call, found.call.input, input)
    const handler = handlers[found.key] as (value: unknown, call: CallContext) => Promise<unknown>
    return { ok: true, value: found.call.output.parse(await handler(parsed, { callId })) }
  } catch (thrown) {
    return { ok: false, error: toWireError(thrown) }
  }
}

function parseFor<S extends z.ZodType>(call: Call, schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new AppError({
    code: 'invalid-input',
    ...invalidInput(call.title),
    details: z.prettifyError(parsed.error),
  })
}
