/** What the supervisor can be asked, over its socket: one JSON line there, one back. */
import { once } from 'node:events'
import net from 'node:net'
import { z } from 'zod'
import type { Pair } from './layout.ts'
import { PracticeError } from './practice-error.ts'

const host = z.enum(['p17', 'xps'])

export const requestSchema = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('status') }),
  /** Waits until the current work has finished. */
  z.object({ verb: z.literal('ready') }),
  /** Boots the laptops that are off. */
  z.object({ verb: z.literal('wake') }),
  z.object({ verb: z.literal('cut'), host }),
  z.object({ verb: z.literal('mend'), host }),
  z.object({ verb: z.literal('restart'), host }),
  z.object({ verb: z.literal('crash'), host }),
  z.object({ verb: z.literal('keep') }),
  z.object({ verb: z.literal('reset') }),
  z.object({ verb: z.literal('stop') }),
])
export type Request = z.infer<typeof requestSchema>

const laptopStateSchema = z.object({
  state: z.enum(['booting', 'on', 'off', 'failed']),
  leader: z.number().optional(),
  link: z.enum(['up', 'cut']),
  problem: z.string().optional(),
})
export type LaptopState = z.infer<typeof laptopStateSchema>

const answerSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    supervisor: z.number(),
    /** Build of the practice that the supervisor was started from; absent before it was told. */
    program: z.string().optional(),
    laptops: z.object({ p17: laptopStateSchema, xps: laptopStateSchema }),
  }),
  z.object({ ok: z.literal(false), message: z.string(), details: z.string().optional() }),
])
export type Answer = z.infer<typeof answerSchema>
export type PairState = Extract<Answer, { ok: true }>

/** Sends a request and waits for the answer. Throws when there is none, or it is a failure. */
export async function ask(pair: Pair, request: Request): Promise<PairState> {
  const answer = await askIfUp(pair, request)
  if (answer === undefined) throw new PracticeError(`The pair "${pair.name}" is not up: npm run practice -- up`)
  return answer
}

/** As `ask`, but a pair that is not up is an answer: undefined. */
export async function askIfUp(pair: Pair, request: Request): Promise<PairState | undefined> {
  const socket = net.connect({ path: pair.controlSocket })
  try {
    await once(socket, 'connect')
  } catch {
    return undefined
  }
  socket.write(`${JSON.stringify(request)}\n`)
  const text = await readAll(socket)
  if (text === '') throw new PracticeError(`The supervisor of the pair "${pair.name}" ended while it was asked.`)
  const answer = answerSchema.parse(JSON.parse(text))
  if (!answer.ok) throw new PracticeError(answer.message, answer.details)
  return answer
}

async function readAll(socket: net.Socket): Promise<string> {
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', () => undefined)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString('utf8')
}
