/** One question to Syncthing's REST API, and what it means when there is no answer. */
import type { z } from 'zod'
import type { AppError } from '../../kernel/app-error.ts'
import { unreadableAnswer, type RunOptions } from '../run.ts'
import { requestPinned, type PinnedPlace } from '../https/pinned-request.ts'
import { requestOverSocket, type HttpReply } from '../socket-request.ts'
import { toolsMessages } from '../messages.ts'
import type { Message } from '../../kernel/message.ts'

export type SyncthingApi = { readonly apiKey: string } &
  /** In a folder of root's. */
  (
    | { readonly socketPath: string }
    /** `certificate`: PEM, its own. It answers HTTPS also where it is told not to, and over its socket. */
    | { readonly at: PinnedPlace; readonly certificate: string }
  )

export interface SyncthingQuestion {
  /** In a person's words: titles.readSyncthingStatus({}). */
  readonly title: Message
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: readonly (readonly [string, string])[]
  readonly body?: unknown
  /** Milliseconds without an answer after which it counts as not answering. 0: as long as it takes. */
  readonly patienceMs?: number
}

const usualPatienceMs = 10_000

export function get(title: Message, path: string, query: SyncthingQuestion['query'] = []): SyncthingQuestion {
  return { title, method: 'GET', path, query }
}

export function post(title: Message, path: string, query: SyncthingQuestion['query'] = []): SyncthingQuestion {
  return { title, method: 'POST', path, query }
}

/** Undefined where there is no such thing (404). */
export async function askIfThere<T>(
  api: SyncthingApi,
  question: SyncthingQuestion,
  schema: z.ZodType<T>,
  options: RunOptions,
): Promise<T | undefined> {
  const reply = await send(api, question, options)
  return reply.status === 404 ? undefined : read(api, question, { reply, schema })
}

export async function ask<T>(
  api: SyncthingApi,
  question: SyncthingQuestion,
  schema: z.ZodType<T>,
  options: RunOptions,
): Promise<T> {
  return read(api, question, { reply: await send(api, question, options), schema })
}

interface Read<T> {
  readonly reply: HttpReply
  readonly schema: z.ZodType<T>
}

function read<T>({ apiKey }: SyncthingApi, question: SyncthingQuestion, { reply, schema }: Read<T>): T {
  const { status, text } = reply
  // Whoever answers may repeat what it was asked with.
  const shown = text.slice(0, toldAtMost).replaceAll(apiKey, '…')
  if (status < 200 || status > 299) throw refused(question, `${status}: ${shown}`)
  const json = parseJson(question, text)
  const parsed = json === unreadable ? undefined : schema.safeParse(json)
  if (parsed?.success !== true) throw unreadableAnswer(`Syncthing (${question.path})`, shown)
  return parsed.data
}

const toldAtMost = 4_000
const unreadable = Symbol('not JSON')

/** Some requests are answered with nothing at all. */
function parseJson(question: SyncthingQuestion, text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return question.method === 'GET' ? unreadable : undefined
  }
}

async function send(api: SyncthingApi, question: SyncthingQuestion, options: RunOptions): Promise<HttpReply> {
  const search = new URLSearchParams((question.query ?? []).map(([name, value]) => [name, value])).toString()
  const request = {
    method: question.method,
    path: search === '' ? question.path : `${question.path}?${search}`,
    headers: { 'X-API-Key': api.apiKey, 'Content-Type': 'application/json' },
    body: question.body === undefined ? undefined : JSON.stringify(question.body),
    patienceMs: question.patienceMs ?? usualPatienceMs,
  }
  try {
    if ('socketPath' in api) return await requestOverSocket({ ...request, socketPath: api.socketPath }, options)
    const { at, certificate } = api
    return await requestPinned({ ...request, at, certificate }, options)
  } catch (cause) {
    throw options.signal?.aborted === true ? stopped(question) : notAnswering(question, cause)
  }
}

function stopped(question: SyncthingQuestion): AppError {
  return toolsMessages.stopped({ title: question.title })
}

function notAnswering(question: SyncthingQuestion, cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return syncthingUnavailable(`${question.method} ${question.path}: ${why}`, cause)
}

export function syncthingUnavailable(details: string, cause?: unknown): AppError {
  return toolsMessages.syncthingUnavailable({}, { details, cause })
}

function refused(question: SyncthingQuestion, details: string): AppError {
  return toolsMessages.syncthingRefused(
    { title: question.title },
    { details: `${question.method} ${question.path}: ${details}` },
  )
}
