/**
 * A bucket that a store is in. It is opened with keys and certificates that are files of ours, which root alone reads: nothing of what
 * the person has for S3 is used. What may be done in it is asked of it here, before restic is let in.
 */
import { existsSync } from 'node:fs'
import { parseS3, type S3Address, type S3Keys } from '../../../../contract/s3-address.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import type { Store } from '../../../../tools/restic/run-restic.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { askS3, type S3Answer, type S3Question, type S3Way } from '../../../../tools/s3/s3.ts'
import { placesMessages } from '../../messages.ts'
import type { StorePlace } from '../../schemas.ts'
import { readSecret, secretFile, writeCertificates, writeSecret } from '../place-secrets.ts'
import type { PlaceHost } from '../place-host.ts'

type Folders = Pick<PlaceHost, 'stateFolder'>

export interface BucketSecrets {
  readonly keys?: S3Keys | undefined
  /** Certificates (PEM) that vouch for the server, where the system's do not. */
  readonly ca?: string | undefined
}

/** AppError "invalid-input" for what is no certificate. */
export function writeBucket({ stateFolder }: Folders, id: string, { keys, ca }: BucketSecrets): void {
  if (ca !== undefined) writeCertificates(stateFolder, id, ca)
  if (keys === undefined) return
  // As programs for S3 have them (ini). Between backticks nothing means anything.
  const lines = ['[default]', `aws_access_key_id = \`${keys.access}\``, `aws_secret_access_key = \`${keys.secret}\``]
  writeSecret(stateFolder, id, 's3', `${lines.join('\n')}\n`)
}

export function readBucket({ stateFolder }: Folders, id: string): BucketSecrets {
  const text = readSecret(stateFolder, id, 's3') ?? ''
  const [, access, secret] = /^aws_access_key_id = `(.+)`\naws_secret_access_key = `(.+)`$/m.exec(text) ?? []
  return {
    ...(access === undefined || secret === undefined ? {} : { keys: { access, secret } }),
    ca: readSecret(stateFolder, id, 'ca'),
  }
}

/** What restic is given of it; undefined for a store that is in no bucket. */
export function bucketFiles({ stateFolder }: Folders, { id, repository }: StorePlace): Store['bucket'] {
  const s3 = parseS3(repository)
  if (s3 === undefined) return undefined
  const caFile = secretFile(stateFolder, id, 'ca')
  return {
    keysFile: secretFile(stateFolder, id, 's3'),
    caFile: existsSync(caFile) ? caFile : undefined,
    region: s3.region,
  }
}

interface Bucket {
  readonly s3: S3Address
  readonly ask: (question: S3Question) => Promise<S3Answer>
  /** Of a name in the folder of the store. */
  readonly keyOf: (name: string) => string
}

/** Undefined for a store that is in no bucket. AppError "invalid-input" without its keys: others would be looked for then. */
function bucketOf(host: Folders, { id, repository }: StorePlace, options: RunOptions): Bucket | undefined {
  const s3 = parseS3(repository)
  if (s3 === undefined) return undefined
  const { keys, ca } = readBucket(host, id)
  if (keys === undefined) throw placesMessages.keysNeeded({})
  const way: S3Way = { s3, keys, ca }
  return {
    s3,
    ask: (question) => askS3(way, question, options),
    keyOf: (name) => (s3.folder === '' ? name : `${s3.folder}/${name}`),
  }
}

/** Written and deleted again by `tryBucket`; where nothing may be deleted it stays. */
const testName = 'pc-switcher-test'
const locksFolder = 'locks'

/**
 * What is in the folder of a store, but for what we left: nothing where there is none. Undefined for a store that is in no bucket.
 * Whatever fails is an AppError, and is never an empty folder.
 */
export async function listBucket(
  host: Folders,
  place: StorePlace,
  options: RunOptions,
): Promise<readonly string[] | undefined> {
  const bucket = bucketOf(host, place, options)
  if (bucket === undefined) return undefined
  const prefix = bucket.keyOf('')
  const query = { 'list-type': '2', delimiter: '/', 'max-keys': '50', prefix }
  const answer = await bucket.ask({ method: 'GET', query })
  if (answer.kind !== 'done') throw whyNot(bucket.s3, answer, 'list')
  if (!/<ListBucketResult[\s>]/.test(answer.text)) throw placesMessages.noBuckets({ address: bucket.s3.address })
  const keys = answer.text.matchAll(/<(?:Key|CommonPrefixes>\s*<Prefix)>([^<]*)</g)
  const names = [...keys].map(([, key = '']) => key.slice(prefix.length).replace(/\/$/, ''))
  return names.filter((name) => name !== '' && name !== testName && name !== locksFolder)
}

/** Whether everything that is written there has to stay. AppError where a store cannot be kept there. */
export async function tryBucket(host: Folders, place: StorePlace, options: RunOptions): Promise<{ keepsAll: boolean }> {
  const bucket = bucketOf(host, place, options)
  if (bucket === undefined) return { keepsAll: false }
  const isDeleted = async (name: string): Promise<boolean> => {
    const key = bucket.keyOf(name)
    const body = `pc-switcher looks whether it can write here: ${new Date().toISOString()}\n`
    const put = await bucket.ask({ method: 'PUT', key, body })
    if (put.kind !== 'done') throw whyNot(bucket.s3, put, 'write')
    const got = await bucket.ask({ method: 'GET', key })
    if (got.kind !== 'done') throw whyNot(bucket.s3, got, 'read')
    if (got.text !== body) throw placesMessages.otherContents({ bucket: bucket.s3.bucket })
    const gone = await bucket.ask({ method: 'DELETE', key })
    const isRefused = gone.kind === 'refused' && (gone.status === 403 || gone.status === 405)
    if (gone.kind !== 'done' && !isRefused) throw whyNot(bucket.s3, gone, 'delete')
    return gone.kind === 'done'
  }
  // restic locks a store for as long as it works, which others may not be kept from for ever.
  if (!(await isDeleted(`${locksFolder}/${testName}`))) throw placesMessages.locksStay({ bucket: bucket.s3.bucket })
  return { keepsAll: !(await isDeleted(testName)) }
}

type Refused = Exclude<S3Answer, { kind: 'done' }>

function whyNot(s3: S3Address, answer: Refused, what: 'list' | 'read' | 'write' | 'delete'): AppError {
  const { address, port, bucket } = s3
  switch (answer.kind) {
    case 'no-answer':
      return placesMessages.noBucketServer({ address, port, isReached: answer.isReached }, { details: answer.details })
    case 'certificate':
      return placesMessages.notTrusted({ address, why: answer.why })
    case 'refused':
      return whyRefused(answer)
  }
  function whyRefused({ status, code, text }: Extract<Refused, { kind: 'refused' }>): AppError {
    const more = { details: `${status} ${code}: ${/<Message>([^<]*)/.exec(text)?.[1] ?? ''}`.slice(0, 500) }
    if (/^(?:InvalidAccessKeyId|SignatureDoesNotMatch)$/.test(code) || status === 401)
      return placesMessages.keysRefused({ address }, more)
    if (code === 'RequestTimeTooSkewed') return placesMessages.clockOff({ address }, more)
    if (code === 'NoSuchBucket') return placesMessages.noBucket({ address, bucket }, more)
    if (status === 301 || status === 307) return placesMessages.otherRegion({ address, bucket }, more)
    if (status >= 500) return placesMessages.bucketFails({ address, status }, more)
    if (status === 403) return placesMessages.notAllowed({ what, bucket }, more)
    return placesMessages.noBuckets({ address }, more)
  }
}
