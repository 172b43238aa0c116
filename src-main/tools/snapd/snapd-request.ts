/** One question to snapd over its socket, and the changes that it makes. Field names as in snapd's `client` and `daemon`. */
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Message } from '../../kernel/message.ts'
import { parseJson } from '../../kernel/parse-json.ts'
import { toolsMessages } from '../messages.ts'
import type { Outcome } from '../outcome.ts'
import { unreadableAnswer, type RunOptions } from '../run.ts'
import { requestOverSocket, type HttpReply, type SocketRequest } from '../socket-request.ts'

export const snapdSocket = '/run/snapd.socket'

export interface SnapdApi {
  readonly socketPath: string
}

/** Told while a change is made, from 0 to 1. */
export type OnShare = (share: number) => void

const patienceMs = 30_000
/** Installing its own snap, it starts anew, and answers nobody meanwhile. */
const restartMs = 90_000
const lookEveryMs = 250

const resultSchema = z.object({ result: z.unknown() })
const errorSchema = z.object({ result: z.object({ message: z.string(), kind: z.string().default('') }) })
const acceptedSchema = z.object({ change: z.string().regex(/^\d+$/) })
const changeSchema = z.object({
  ready: z.boolean(),
  status: z.string(),
  err: z.string().default(''),
  tasks: z.array(z.object({ progress: z.object({ done: z.number(), total: z.number() }) })).default([]),
})
type Change = z.infer<typeof changeSchema>

/** Throws "tool-failed" where it does not answer, or refuses, and "unreadable-answer". */
export async function askSnapd<T>(
  api: SnapdApi,
  { title, path }: { readonly title: Message; readonly path: string },
  schema: z.ZodType<T>,
  options: RunOptions,
): Promise<T> {
  const { status, text } = await send(api, { method: 'GET', path }, options).catch((cause: unknown) => {
    if (options.signal?.aborted === true) throw toolsMessages.stopped({ title })
    throw toolsMessages.snapdSilent({}, { details: `${path}: ${String(cause)}`, cause })
  })
  if (status !== 200) throw toolsMessages.failed({ title }, { details: `${path}: ${status} ${text.slice(0, 4_000)}` })
  const parsed = resultSchema.extend({ result: schema }).safeParse(parseJson(text))
  if (!parsed.success) throw unreadableAnswer(`snapd (${path})`, text)
  return parsed.data.result
}

/** What it refuses, and what fails later, is an outcome; so is a snapd that stays away. Stops its change after `signal`. */
export async function changeWithSnapd(
  api: SnapdApi,
  { path, body, onShare }: { readonly path: string; readonly body: unknown; readonly onShare?: OnShare | undefined },
  options: RunOptions,
): Promise<Outcome> {
  const reply = await send(api, { method: 'POST', path, body }, options).catch(asWords)
  if (typeof reply === 'string') return { isDone: false, words: reply }
  const accepted = acceptedSchema.safeParse(parseJson(reply.text))
  if (reply.status !== 202 || !accepted.success) return refusedBy(reply)
  const ended = await waitFor(api, accepted.data.change, onShare, options).catch(asWords)
  if (typeof ended === 'string') return { isDone: false, words: ended }
  return { isDone: ended.status === 'Done', words: ended.err.slice(-2_000) }
}

async function waitFor(
  api: SnapdApi,
  id: string,
  onShare: OnShare | undefined,
  { signal }: RunOptions,
): Promise<Change> {
  const path = `/v2/changes/${id}`
  let heardAt = performance.now()
  for (;;) {
    const text = await send(api, { method: 'GET', path }, { signal }).then(
      (reply) => reply.text,
      (cause: unknown) => {
        if (signal?.aborted === true || performance.now() - heardAt > restartMs) throw cause
        return undefined
      },
    )
    const change = text === undefined ? undefined : resultSchema.extend({ result: changeSchema }).parse(parseJson(text))
    if (change !== undefined) heardAt = performance.now()
    if (change?.result.ready === true) return change.result
    if (change !== undefined) onShare?.(shareOf(change.result))
    await pause(lookEveryMs, undefined, { signal }).catch(async (aborted: unknown) => {
      await send(api, { method: 'POST', path, body: { action: 'abort' } }, {}).catch(() => undefined)
      throw aborted
    })
  }
}

function shareOf({ tasks }: Change): number {
  const shares = tasks.map(({ progress: { done, total } }) => (total === 0 ? 0 : Math.min(1, done / total)))
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length
}

function refusedBy({ status, text }: HttpReply): Outcome {
  const refused = errorSchema.safeParse(parseJson(text))
  return { isDone: false, words: refused.success ? refused.data.result.message.slice(0, 2_000) : `HTTP ${status}` }
}

function asWords(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

interface Sent {
  readonly method: SocketRequest['method']
  readonly path: string
  readonly body?: unknown
}

function send({ socketPath }: SnapdApi, { method, path, body }: Sent, options: RunOptions): Promise<HttpReply> {
  const json = body === undefined ? undefined : JSON.stringify(body)
  const headers = { 'Content-Type': 'application/json' }
  return requestOverSocket({ socketPath, method, path, headers, body: json, patienceMs }, options)
}
