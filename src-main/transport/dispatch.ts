/** Validates a call, runs its handler, and turns what was thrown into a wire error; the same over every transport. */
import { z } from 'zod'
import { calls, type CallKey } from '../contract/calls.ts'
import type { Call } from '../contract/define.ts'
import type { Envelope } from '../contract/envelope.ts'
import type { Handlers } from '../contract/handlers.ts'
import { toWireError } from '../contract/wire-error.ts'
import { AppError } from '../kernel/app-error.ts'
import { invalidInput, unknownCall } from './texts.ts'

const byName = new Map<string, { readonly key: CallKey; readonly call: Call }>(
  Object.entries(calls).map(([key, call]) => [call.name, { key: key as CallKey, call }]),
)

export async function dispatch(handlers: Handlers, name: string, input: unknown): Promise<Envelope> {
  try {
    const found = byName.get(name)
    if (found === undefined) throw new AppError({ code: 'invalid-input', ...unknownCall(name) })
    const parsed = found.call.input.safeParse(input)
    if (!parsed.success) throw refusedInput(found.call, parsed.error)
    const handler = handlers[found.key] as (value: unknown) => Promise<unknown>
    return { ok: true, value: found.call.output.parse(await handler(parsed.data)) }
  } catch (thrown) {
    return { ok: false, error: toWireError(thrown) }
  }
}

function refusedInput(call: Call, error: z.ZodError): AppError {
  return new AppError({ code: 'invalid-input', ...invalidInput(call.title), details: z.prettifyError(error) })
}
