/** One HTTP request over a UNIX socket, as the daemons that are asked here take it. */
import { request as httpRequest } from 'node:http'
import type { RunOptions } from './run.ts'

export interface SocketRequest {
  readonly socketPath: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With its query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** Milliseconds without an answer after which it counts as not answering. 0: as long as it takes. */
  readonly patienceMs: number
}

export interface SocketReply {
  readonly status: number
  readonly text: string
}

/** Rejects with the socket's own error, or with that of `signal`. Whatever status it is answered with is an answer. */
export function requestOverSocket(question: SocketRequest, { signal }: RunOptions): Promise<SocketReply> {
  const { socketPath, method, path, headers, body, patienceMs } = question
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      ...{ socketPath, method, path, headers: { ...headers, Connection: 'close' } },
      ...(signal === undefined ? {} : { signal }),
    })
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
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
