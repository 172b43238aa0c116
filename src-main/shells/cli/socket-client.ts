import { request, type IncomingMessage } from 'node:http'
import { clientMessageSchema, type ClientMessage } from '../../contract/envelope.ts'
import { AppError } from '../../kernel/app-error.ts'
import { appGone as appGoneText } from './error-texts.ts'

/** Sends one request to the running app over the person's socket. */
export async function sendOverSocket(socketPath: string, path: string, value: unknown): Promise<unknown> {
  const body = JSON.stringify(value)
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request({ socketPath, path, method: 'POST', headers: { 'content-type': 'application/json' } }, resolve)
    sent.on('error', reject)
    sent.end(body)
  }).catch((cause: unknown) => {
    throw appGone(cause)
  })
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

/** Listens to the running app's messages; `onEnd` is called when the app is gone. Gives back how to stop. */
export function listenOverSocket(
  socketPath: string,
  onMessage: (message: ClientMessage) => void,
  onEnd: () => void,
): () => void {
  let left = false
  const sent = request({ socketPath, path: '/events', method: 'GET' }, (response) => {
    let rest = ''
    response.setEncoding('utf8')
    response.on('data', (text: string) => {
      const blocks = (rest + text).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        if (block.startsWith('data: ')) onMessage(clientMessageSchema.parse(JSON.parse(block.slice('data: '.length))))
      }
    })
    response.on('close', () => {
      if (!left) onEnd()
    })
  })
  sent.on('error', () => {
    if (!left) onEnd()
  })
  sent.end()
  return () => {
    left = true
    sent.destroy()
  }
}

export function appGone(cause?: unknown): AppError {
  return new AppError({ code: 'interrupted', ...appGoneText, cause })
}
