/** One HTTP request over a UNIX socket, as the daemons that are asked here take it. */
import { request as httpRequest, type ClientRequest, type RequestOptions } from 'node:http'
import type { RunOptions } from './run.ts'

export interface RequestText {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With its query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** Milliseconds without an answer after which it counts as not answering. 0: as long as it takes. */
  readonly patienceMs: number
}

export interface SocketRequest extends RequestText {
  readonly socketPath: string
}

export interface HttpReply {
  readonly status: number
  readonly text: string
}

/** Rejects with the socket's own error, or with that of `signal`. Whatever status it is answered with is an answer. */
export function requestOverSocket({ socketPath, ...text }: SocketRequest, options: RunOptions): Promise<HttpReply> {
  return answeredTo((request) => httpRequest({ ...request, socketPath }), text, options)
}

/** More than anything that is asked for here has to say. */
const mostBytes = 64 * 1024 * 1024

export function answeredTo(
  open: (request: RequestOptions) => ClientRequest,
  { method, path, headers, body, patienceMs }: RequestText,
  { signal }: RunOptions,
): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const outgoing = open({
      ...{ method, path, headers: { ...headers, Connection: 'close' } },
      ...(signal === undefined ? {} : { signal }),
    })
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = []
      let bytes = 0
      incoming.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > mostBytes) outgoing.destroy(new Error(`an answer of more than ${mostBytes} bytes`))
        else chunks.push(chunk)
      })
      incoming.on('error', reject)
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    outgoing.on('error', reject)
    if (patienceMs > 0)
      outgoing.setTimeout(patienceMs, () => outgoing.destroy(new Error(`no answer within ${patienceMs} ms`)))
    outgoing.end(body)
  })
}
