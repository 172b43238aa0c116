/** One question to Syncthing's REST API over its UNIX socket, and what it means when there is no answer. */
import { request as httpRequest } from 'node:http'
import type { z } from 'zod'
import type { AppError } from '../../kernel/app-error.ts'
import { unreadableAnswer, type RunOptions } from '../run.ts'
import { toolsMessages } from '../messages.ts'
import type { Message } from '../../kernel/message.ts'

export interface SyncthingApi {
  readonly socketPath: string
  readonly apiKey: string
}

export interface Question {
  /** In a person's words: titles.readSyncthingStatus({}). */
  readonly title: Message
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: readonly (readonly [string, string])[]
  readonly body?: unknown
  /** Milliseconds without an answer after which it counts as not answering. 0: as long as it takes. */
  readonly patienceMs?: number
}

interface Reply {
  readonly status: number
  readonly text: string
}

const usualPatienceMs = 10_000

export function get(title: Message, path: string, query: Question['query'] = []): Question {
  return { title, method: 'GET', path, query }
}

export function post(title: Message, path: string, query: Question['query'] = []): Question {
  return { title, method: 'POST', path, query }
}

export async function ask<T>(
  api: SyncthingApi,
  question: Question,
  schema: z.ZodType<T>,
  options: RunOptions,
): Promise<T> {
  const { status, text } = await send(api, question, options)
  if (status < 200 || status > 299) throw refused(question, `${status}: ${text}`)
  const parsed = schema.safeParse(parseJson(question, text))
  if (!parsed.success) throw unreadableAnswer(`Syncthing (${question.path})`, text)
  return parsed.data
}

/** Some requests are answered with nothing at all. */
function parseJson(question: Question, text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    if (question.method !== 'GET') return undefined
    throw unreadableAnswer(`Syncthing (${question.path})`, text)
  }
}

function send(api: SyncthingApi, question: Question, { signal }: RunOptions): Promise<Reply> {
  const search = new URLSearchParams((question.query ?? []).map(([name, value]) => [name, value])).toString()
  const body = question.body === undefined ? undefined : JSON.stringify(question.body)
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      socketPath: api.socketPath,
      method: question.method,
      path: search === '' ? question.path : `${question.path}?${search}`,
      headers: { 'X-API-Key': api.apiKey, 'Content-Type': 'application/json', Connection: 'close' },
      ...(signal === undefined ? {} : { signal }),
    })
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', (cause) => reject(notAnswering(question, cause)))
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    outgoing.on('error', (cause) =>
      reject(signal?.aborted === true ? stopped(question) : notAnswering(question, cause)),
    )
    const patienceMs = question.patienceMs ?? usualPatienceMs
    if (patienceMs > 0)
      outgoing.setTimeout(patienceMs, () => outgoing.destroy(new Error(`no answer within ${patienceMs} ms`)))
    outgoing.end(body)
  })
}

function stopped(question: Question): AppError {
  return toolsMessages.stopped({ title: question.title })
}

function notAnswering(question: Question, cause: Error): AppError {
  return syncthingUnavailable(`${question.method} ${question.path}: ${cause.message}`, cause)
}

export function syncthingUnavailable(details: string, cause?: unknown): AppError {
  return toolsMessages.syncthingUnavailable({}, { details, cause })
}

function refused(question: Question, details: string): AppError {
  return toolsMessages.syncthingRefused(
    { title: question.title },
    { details: `${question.method} ${question.path}: ${details.slice(0, 4_000)}` },
  )
}
