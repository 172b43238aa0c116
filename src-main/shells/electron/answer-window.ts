import type { Envelope } from '../../contract/envelope.ts'
import type { Handlers } from '../../contract/handlers.ts'
import { toWireError } from '../../contract/wire-error.ts'
import { AppError } from '../../kernel/app-error.ts'
import { dispatch } from '../../transport/dispatch.ts'
import { mayCall, type Frame } from './page-address.ts'

/** The answer to one call that came over IPC. Whoever is not our own page learns nothing but that. */
export async function answerWindow(
  handlers: Handlers,
  sender: Frame | null,
  name: unknown,
  input: unknown,
): Promise<Envelope> {
  if (!mayCall(sender)) return { ok: false, error: toWireError(strangePage()) }
  return await dispatch(handlers, typeof name === 'string' ? name : '', input)
}

function strangePage(): AppError {
  return new AppError({
    code: 'invalid-input',
    message: 'This page is not part of pc-switcher.',
    hint: 'Close the window and start pc-switcher again.',
  })
}
