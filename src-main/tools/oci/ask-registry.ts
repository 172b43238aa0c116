/**
 * Single requests to a registry (OCI Distribution Specification 1.1): signed in as it asks for, led on where it leads, contents from files
 * and into files. Who asks says what an answer means.
 */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { request as requestPlainly, type IncomingMessage } from 'node:http'
import { request as requestSecurely } from 'node:https'
import { pipeline } from 'node:stream/promises'
import { streamOwn } from '../files/own-file.ts'
import { originText } from '../../contract/https-origin.ts'
import type { OciAddress, RegistryLogin } from '../../contract/oci-address.ts'
import { isErrno } from '../../kernel/errno.ts'
import { parseJson } from '../../kernel/parse-json.ts'
import { trusted, whyNoAnswer, type NoAnswer } from '../https/why-no-answer.ts'
import type { RunOptions } from '../run.ts'
import { giveSignOfLife } from '../sign-of-life.ts'

export interface RegistryWay {
  readonly oci: OciAddress
  /** Without it nobody signs in. */
  readonly login: RegistryLogin | undefined
  /** Certificates (PEM) of whoever vouches for the server; without them those that the system trusts. */
  readonly ca: string | undefined
}

export interface RegistryQuestion {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  /** "blobs/sha256:…" of the repository, or where an answer has led. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | { readonly file: string; readonly bytes: number }
  /** Where its contents go, of which more than so many bytes are refused. */
  readonly into?: { readonly file: string; readonly bytes: number }
  readonly onBytes?: (bytes: number) => void
}

export type RegistryAnswer =
  | {
      readonly kind: 'answered'
      /** Of whoever answered: it may have led elsewhere. */
      readonly origin: string
      readonly status: number
      readonly headers: IncomingMessage['headers']
      /** Empty where it went into a file. */
      readonly text: string
      /** Of what went into a file, in hexadecimal digits. */
      readonly sha256: string
    }
  | NoAnswer

export interface Registry {
  readonly way: RegistryWay
  readonly ask: (question: RegistryQuestion, options: RunOptions) => Promise<RegistryAnswer>
}

/** Silence for so long is no answer. */
const patienceMs = 60_000
const storingMs = 10 * 60_000
/** Of an answer that is no contents: a byte now and then is none. */
const textMs = 120_000
const lastWordsMs = 2_000
const longestText = 8 * 2 ** 20
const leadsAtMost = 4
const led: readonly number[] = [301, 302, 303, 307, 308]

export function openRegistry(way: RegistryWay): Registry {
  const origin = originText(way.oci)
  let authorization: string | undefined
  const ask: Registry['ask'] = async (question, options) => {
    const url = new URL(question.path, `${origin}/v2/${way.oci.repository}/`)
    const first = await askLed({ way, url, question, authorization }, options)
    if (first.kind !== 'answered' || first.status !== 401) return first
    // Where it has led to is somebody else, who could name a realm of their own.
    if (first.origin !== url.origin) return first
    const next = await signIn(way, first.headers['www-authenticate'] ?? '', options)
    if (typeof next === 'object') return next
    // Without an account, or once more with the same, there is no other answer.
    if (next === undefined || next === authorization) return first
    authorization = next
    return askLed({ way, url, question, authorization }, options)
  }
  return { way, ask }
}

interface Asking {
  readonly way: RegistryWay
  readonly url: URL
  readonly question: Omit<RegistryQuestion, 'path'>
  readonly authorization: string | undefined
}

/** Contents are often kept elsewhere: whoever signs in here is nobody there, and a link does not lead out of TLS. */
async function askLed(asking: Asking, options: RunOptions): Promise<RegistryAnswer> {
  let { url, authorization } = asking
  for (let leads = 0; ; leads += 1) {
    const answer = await askOnce({ ...asking, url, authorization }, options)
    if (answer.kind !== 'answered' || !led.includes(answer.status) || leads === leadsAtMost) return answer
    if (asking.question.method !== 'GET' && asking.question.method !== 'HEAD') return answer
    const next = urlOf(answer.headers.location ?? '', url)
    if (next === undefined || !isAllowed(next, asking.way.oci))
      return { kind: 'no-answer', details: 'it leads to an address that is not over TLS', isReached: true }
    if (next.origin !== url.origin) authorization = undefined
    url = next
  }
}

/** Undefined for what is none. */
export const urlOf = (text: string, base?: string | URL): URL | undefined =>
  URL.canParse(text, base) ? new URL(text, base) : undefined

const isAllowed = (url: URL, oci: OciAddress): boolean =>
  url.protocol === 'https:' || (oci.isPlain && url.origin === new URL(originText(oci)).origin)

/** What is sent from then on (RFC 7617, RFC 6750); undefined where it asks for something else, or does not let in; or why nobody knows. */
async function signIn(
  way: RegistryWay,
  challenge: string,
  options: RunOptions,
): Promise<string | undefined | RegistryAnswer> {
  const { login } = way
  const basic = login && `Basic ${Buffer.from(`${login.user}:${login.token}`, 'utf8').toString('base64')}`
  if (/^basic\b/i.test(challenge)) return basic
  if (!/^bearer\b/i.test(challenge)) return undefined
  const valueOf = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(challenge)?.[1]
  const realm = urlOf(valueOf('realm') ?? '')
  if (realm === undefined || !isAllowed(realm, way.oci)) return undefined
  const service = valueOf('service')
  if (service !== undefined) realm.searchParams.set('service', service)
  // Some know nothing of deleting, and refuse who asks for it.
  for (const actions of ['pull,push,delete', 'pull,push']) {
    const url = new URL(realm)
    url.searchParams.set('scope', `repository:${way.oci.repository}:${actions}`)
    const answer = await askOnce({ way, url, question: { method: 'GET' }, authorization: basic }, options)
    if (answer.kind !== 'answered' || answer.status >= 500 || answer.status === 429) return answer
    if (answer.status === 200) return tokenIn(answer.text)
  }
  return undefined
}

function tokenIn(text: string): string | undefined {
  const found = parseJson(text)
  const said = typeof found === 'object' && found !== null ? (found as Readonly<Record<string, unknown>>) : {}
  const token = said['token'] ?? said['access_token']
  return typeof token === 'string' && /^[!-~]+$/.test(token) ? `Bearer ${token}` : undefined
}

function askOnce({ way, url, question, authorization }: Asking, { signal }: RunOptions): Promise<RegistryAnswer> {
  const { method, headers, body, into, onBytes } = question
  const bytes = body === undefined ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.bytes
  const target = {
    ...{ host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port, method, path: `${url.pathname}${url.search}` },
    headers: {
      ...headers,
      ...(authorization === undefined ? {} : { authorization }),
      ...(method === 'PUT' || method === 'POST' ? { 'content-length': bytes } : {}),
    },
    ...(signal === undefined ? {} : { signal }),
  }
  return new Promise((resolve, reject) => {
    const outgoing =
      url.protocol === 'http:' ? requestPlainly(target) : requestSecurely({ ...target, ...trusted(way.ca) })
    const fail = (thrown: Error): void => {
      // Of this laptop's disk: nothing that the registry could be blamed for.
      if (signal?.aborted === true || isErrno(thrown, 'ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EUCLEAN')) reject(thrown)
      else resolve(whyNoAnswer(thrown))
    }
    /** Who is refused while it sends is told why, and then cut off. */
    const failLater = (thrown: Error): void => {
      if (body === undefined || typeof body === 'string' || signal?.aborted === true) fail(thrown)
      else setTimeout(() => fail(thrown), lastWordsMs)
    }
    outgoing.on('response', (incoming) => {
      const status = incoming.statusCode ?? 0
      const toFile = into !== undefined && status === 200 ? into : undefined
      const limit = setTimeout(() => incoming.destroy(new Error(`not whole after ${textMs} ms`)), textMs)
      if (toFile !== undefined) clearTimeout(limit)
      const taken = toFile === undefined ? readText(incoming) : writeFile(incoming, toFile, onBytes)
      const from = { status, headers: incoming.headers, origin: url.origin }
      taken
        .then((came) => resolve({ kind: 'answered', ...from, ...came }), fail)
        .finally(() => {
          clearTimeout(limit)
          // Refused before all of it was sent.
          if (!outgoing.writableFinished) outgoing.destroy()
        })
    })
    outgoing.on('error', failLater)
    outgoing.setTimeout(patienceMs, () => outgoing.destroy(new Error(`silent for ${patienceMs} ms`)))
    if (typeof body !== 'object') {
      outgoing.end(body)
      return
    }
    // It writes all of it to its own disk, or sends it on, before it says a word.
    outgoing.once('finish', () => outgoing.setTimeout(storingMs))
    sendFile(body.file, outgoing, onBytes).catch(failLater)
  })
}

async function readText(incoming: IncomingMessage): Promise<{ readonly text: string; readonly sha256: string }> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > longestText) throw new Error('the answer is too long')
    pieces.push(piece)
  }
  return { text: Buffer.concat(pieces).toString('utf8'), sha256: '' }
}

async function writeFile(
  incoming: IncomingMessage,
  { file, bytes: most }: NonNullable<RegistryQuestion['into']>,
  onBytes: RegistryQuestion['onBytes'],
): Promise<{ readonly text: string; readonly sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  await pipeline(
    incoming,
    async function* (source: AsyncIterable<Buffer>) {
      for await (const piece of source) {
        bytes += piece.length
        if (bytes > most) throw new Error('more came than it says')
        hash.update(piece)
        onBytes?.(piece.length)
        giveSignOfLife()
        yield piece
      }
    },
    createWriteStream(file, { mode: 0o600 }),
  )
  return { text: '', sha256: hash.digest('hex') }
}

async function sendFile(
  file: string,
  outgoing: NodeJS.WritableStream,
  onBytes: RegistryQuestion['onBytes'],
): Promise<void> {
  const from = streamOwn(file)
  from.on('data', (piece) => {
    onBytes?.(piece.length)
    giveSignOfLife()
  })
  await pipeline(from, outgoing)
}
