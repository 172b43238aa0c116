/** validate -> handler -> wire error: the way of every call, whatever it came over. */
import { z } from 'zod'
import { calls, type CallKey } from '../contract/calls.ts'
import type { Call } from '../contract/define.ts'
import type { Envelope } from '../contract/envelope.ts'
import type { Handlers } from '../contract/handlers.ts'
import { toWireError } from '../contract/wire-error.ts'
import { AppError } from '../kernel/app-error.ts'

const byName = new Map<string, { readonly key: CallKey; readonly call: Call }>(
  Object.entries(calls).map(([key, call]) => [call.name, { key: key as CallKey, call }]),
)

export async function dispatch(handlers: Handlers, name: string, input: unknown): Promise<Envelope> {
  try {
    const found = byName.get(name)
    if (found === undefined) throw unknownCall(name)
    const parsed = found.call.input.safeParse(input)
    if (!parsed.success) throw invalidInput(found.call, parsed.error)
    const handler = handlers[found.key] as (value: unknown) => Promise<unknown>
    return { ok: true, value: found.call.output.parse(await handler(parsed.data)) }
  } catch (thrown) {
    return { ok: false, error: toWireError(thrown) }
  }
}

function unknownCall(name: string): AppError {
  return new AppError({
    code: 'invalid-input',
    message: `There is no call "${name}".`,
    hint: 'The window and the app may be of different versions: restart pc-switcher.',
  })
}

function invalidInput(call: Call, error: z.ZodError): AppError {
  return new AppError({
    code: 'invalid-input',
    message: `What was given cannot be used to ${call.title}.`,
    hint: 'Look at the details.',
    details: z.prettifyError(error),
  })
}
