/** A practice laptop as its page reaches it: one session, calls and messages over HTTP. What crosses is kept as it came. */
import { randomUUID } from 'node:crypto'
import {
  answerEnvelopeSchema,
  clientMessageSchema,
  type AnswerEnvelope,
  type CallEnvelope,
  type ClientMessage,
} from '../../src-main/contract/envelope.ts'

export interface Laptop {
  /** The envelope as it came, an error included. Rejects only when nothing can be read. */
  send(name: string, input: unknown): Promise<AnswerEnvelope>
  /** Calls back for each message from now on, the snapshot of the state first. Gives back how to stop. */
  follow(onMessage: (message: ClientMessage) => void): Promise<() => void>
}

/** `url` is a fresh link to the page; it works once. */
export async function openLaptop(url: string): Promise<Laptop> {
  const { origin } = new URL(url)
  const entered = await fetch(url, { redirect: 'manual' })
  const [cookie] = (entered.headers.get('set-cookie') ?? '').split(';')
  if (cookie === undefined || cookie === '') throw new Error(`no session at ${origin}: HTTP ${entered.status}`)
  const [, pageKey = ''] = (entered.headers.get('location') ?? '').split('#key=')
  const headers = { cookie, origin, 'content-type': 'application/json', 'x-pc-switcher': pageKey }
  return {
    async send(name, input) {
      const call: CallEnvelope = { callId: randomUUID(), input }
      const response = await fetch(`${origin}/call/${name}`, { method: 'POST', headers, body: JSON.stringify(call) })
      const envelope = answerEnvelopeSchema.parse(await response.json())
      return envelope.ok ? { ok: true, value: envelope.value } : envelope
    },
    async follow(onMessage) {
      const leave = new AbortController()
      const { body } = await fetch(`${origin}/events`, { headers, signal: leave.signal })
      if (body === null) throw new Error(`no messages at ${origin}`)
      readMessages(body, onMessage).catch((thrown: unknown) => {
        // "terminated": the app was killed. What cannot be read is an error all the same.
        if (!leave.signal.aborted && !(thrown instanceof TypeError)) throw thrown
      })
      return () => leave.abort()
    },
  }
}

async function readMessages(
  body: ReadableStream<Uint8Array>,
  onMessage: (message: ClientMessage) => void,
): Promise<void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks)
      if (block.startsWith('data: ')) onMessage(clientMessageSchema.parse(JSON.parse(block.slice('data: '.length))))
  }
}
