/** One HTTPS request to a program on this computer that made its own certificate: it is asked only by who shows that very one. */
import { request as httpsRequest } from 'node:https'
import type { RunOptions } from '../run.ts'
import { answeredTo, type HttpReply, type RequestText } from '../socket-request.ts'

export type PinnedPlace = { readonly host: string; readonly port: number } | { readonly socketPath: string }

export interface PinnedRequest extends RequestText {
  readonly at: PinnedPlace
  /** PEM. With another one nothing of the request is sent. */
  readonly certificate: string
}

/** Rejects with the connection's own error, or with that of `signal`. Whatever status it is answered with is an answer. */
export function requestPinned(question: PinnedRequest, options: RunOptions): Promise<HttpReply> {
  const { at, certificate, ...text } = question
  // Its name is the computer's, whatever address it is asked by: that it is this certificate says more.
  const trust = { ca: certificate, checkServerIdentity: () => undefined }
  return answeredTo((request) => httpsRequest({ ...request, ...at, ...trust }), text, options)
}
