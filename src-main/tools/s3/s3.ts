/**
 * Single requests to a server of buckets, as Amazon S3 and MinIO take them: signed by AWS Signature Version 4, the bucket in the path.
 * They tell what may be done there, and why not; restic carries everything else.
 */
import { createHash, createHmac } from 'node:crypto'
import { request as requestPlainly } from 'node:http'
import { request as requestSecurely } from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import { originText } from '../../contract/https-origin.ts'
import { type S3Address, type S3Keys } from '../../contract/s3-address.ts'
import { trusted, whyNoAnswer, type NoAnswer } from '../https/why-no-answer.ts'
import type { RunOptions } from '../run.ts'

export interface S3Way {
  readonly s3: S3Address
  readonly keys: S3Keys
  /** Certificates (PEM) of whoever vouches for the server; without them those that the system trusts. */
  readonly ca: string | undefined
}

export interface S3Question {
  readonly method: 'GET' | 'PUT' | 'DELETE'
  /** Of an object; without it the bucket is asked. */
  readonly key?: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: string
}

export type S3Answer =
  | { readonly kind: 'done'; readonly text: string }
  /** `code`: "AccessDenied", "NoSuchBucket", as S3's list of error codes has them. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly text: string }
  | NoAnswer

const patienceMs = 15_000
/** A server that is overloaded says so, and means a moment. */
const pausesMs = [500, 1_500, 3_000] as const

/** Asked again where the server has an error of its own, and where it names its region. */
export async function askS3(way: S3Way, question: S3Question, options: RunOptions): Promise<S3Answer> {
  let { region } = way.s3
  region ??= /^s3[.-]([a-z]{2}-[a-z]+-\d)\./.exec(way.s3.address)?.[1] ?? 'us-east-1'
  for (let tries = 0; ; tries += 1) {
    const answer = await askOnce(way, question, region, options)
    const pause = pausesMs[tries]
    if (answer.kind !== 'refused' || pause === undefined) return answer
    const named = /<Region>([a-z0-9-]{1,40})<\/Region>/.exec(answer.text)?.[1]
    if (answer.status < 500 && (named === undefined || named === region)) return answer
    if (named === undefined)
      await wait(pause, undefined, options.signal === undefined ? {} : { signal: options.signal })
    else region = named
  }
}

function askOnce(
  { s3, keys, ca }: S3Way,
  { method, key, query = {}, body = '' }: S3Question,
  region: string,
  { signal }: RunOptions,
): Promise<S3Answer> {
  const path = `/${[s3.bucket, ...(key ?? '').split('/')]
    .filter((part) => part !== '')
    .map(encoded)
    .join('/')}`
  const words = Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
  const search = words.toSorted().join('&')
  const { host } = new URL(originText(s3))
  const headers = signS3({ method, path, search, host, body, region, keys, at: new Date() })
  const target = {
    ...{ host: s3.address, port: s3.port, method, path: search === '' ? path : `${path}?${search}` },
    headers: { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' },
    ...(signal === undefined ? {} : { signal }),
  }
  return new Promise((resolve, reject) => {
    const outgoing = s3.isPlain ? requestPlainly(target) : requestSecurely({ ...target, ...trusted(ca) })
    const fail = (thrown: Error): void => {
      if (signal?.aborted === true) reject(thrown)
      else resolve(whyNoAnswer(thrown))
    }
    outgoing.on('response', (incoming) => {
      let text = ''
      incoming.setEncoding('utf8')
      incoming.on('data', (piece: string) => {
        text += piece
        if (text.length > longestAnswer) incoming.destroy(new Error('the answer is too long'))
      })
      incoming.on('error', fail)
      incoming.on('end', () => {
        const status = incoming.statusCode ?? 0
        if (status >= 200 && status < 300) return resolve({ kind: 'done', text })
        resolve({ kind: 'refused', status, code: /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? '', text })
      })
    })
    outgoing.on('error', fail)
    // Of the whole of it: one that sends a byte now and then is no answer either.
    const limit = setTimeout(() => outgoing.destroy(new Error(`no answer within ${patienceMs} ms`)), patienceMs)
    outgoing.on('close', () => clearTimeout(limit))
    outgoing.end(body)
  })
}

const longestAnswer = 1_000_000

interface ToSign {
  readonly method: string
  /** Encoded. */
  readonly path: string
  /** Encoded, and sorted. */
  readonly search: string
  readonly host: string
  readonly body: string
  readonly region: string
  readonly keys: S3Keys
  readonly at: Date
}

/** The headers that say who asks (Amazon S3, "Authenticating Requests: Using the Authorization Header"). The secret is not in them. */
export function signS3({
  method,
  path,
  search,
  host,
  body,
  region,
  keys,
  at,
}: ToSign): Readonly<Record<string, string>> {
  const time = at.toISOString().replace(/[:-]|\.\d{3}/g, '')
  const day = time.slice(0, 8)
  const own = { host, 'x-amz-content-sha256': sha256(body), 'x-amz-date': time }
  const names = Object.keys(own).join(';')
  const lines = Object.entries(own).map(([name, value]) => `${name}:${value}\n`)
  const canonical = [method, path, search, lines.join(''), names, own['x-amz-content-sha256']].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>(
    (made, part) => hmac(made, part),
    `AWS4${keys.secret}`,
  )
  const signature = hmac(key, toSign).toString('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${keys.access}/${scope}, SignedHeaders=${names}, Signature=${signature}`
  return { ...own, authorization }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** As S3 encodes: everything but letters, digits and "-._~". */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
}
