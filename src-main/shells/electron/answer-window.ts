import type { AnswerEnvelope } from '../../contract/envelope.ts'
import { toWireError } from '../../contract/wire-error.ts'
import { AppError } from '../../kernel/app-error.ts'
import { mayCall, type Frame } from './page-address.ts'

/** Carries one call to the app, in this process or in another, and brings its envelope back. Both envelopes are unchecked. */
export type Send = (name: string, envelope: unknown) => Promise<unknown>

/** The answer to one call that came over IPC. A page that is not ours learns only that. */
export async function answerWindow(
  send: Send,
  sender: Frame | null,
  name: unknown,
  envelope: unknown,
): Promise<unknown> {
  if (!mayCall(sender)) return failure(strangePage())
  try {
    return await send(typeof name === 'string' ? name : '', envelope)
  } catch (thrown) {
    return failure(thrown)
  }
}

function failure(thrown: unknown): AnswerEnvelope {
  return { ok: false, error: toWireError(thrown) }
}

function strangePage(): AppError {
  return new AppError({
    code: 'invalid-input',
    message: 'This page is not part of pc-switcher.',
    hint: 'Close the window, then open pc-switcher again.',
  })
}
