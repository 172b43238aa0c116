/** Addresses of buckets, as S3 and the servers that speak like it have them. */
import { z } from 'zod'
import { hostForm, originOf, originText, type HttpsOrigin } from './https-origin.ts'

/**
 * "s3://s3.eu-central-1.amazonaws.com/bucket/laptops", with a port, a folder and "?region=NAME" where they are needed. Always over TLS,
 * but for "s3+http://127.0.0.1:9000/bucket", which may not leave the laptop. Nothing in it means something as a part of an address.
 */
const s3Form = new RegExp(
  `^s3(?<plain>\\+http)?://${hostForm}/(?<bucket>[A-Za-z0-9][A-Za-z0-9._-]{2,62})(?<folder>(?:/[\\p{L}\\p{N}_@+=:,. -]+)*)/?(?:\\?region=(?<region>[a-z0-9-]{1,40}))?$`,
  'u',
)

export interface S3Address extends HttpsOrigin {
  readonly bucket: string
  /** "laptops/p17"; empty for the bucket itself. */
  readonly folder: string
  readonly region: string | undefined
}

/** Undefined for what is none. */
export function parseS3(where: string): S3Address | undefined {
  const groups = s3Form.exec(where)?.groups ?? {}
  const { plain, bucket, folder = '', region } = groups
  const origin = originOf(groups, plain !== undefined)
  if (origin === undefined || bucket === undefined) return undefined
  if (folder.split('/').some((part) => part === '.' || part === '..')) return undefined
  return { ...origin, bucket, folder: folder.slice(1), region }
}

/**
 * "s3://bucket/folder", as everybody writes what is at Amazon, with its server: a name without a dot and a port is that of a bucket. What
 * is anything else stays as it is.
 */
export function withS3Server(where: string): string {
  const {
    bucket,
    folder = '',
    region,
  } = /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9-]{1,61}[a-z0-9])(?<folder>\/[^?]*)?(?:\?region=(?<region>[a-z0-9-]{1,40}))?$/.exec(
    where,
  )?.groups ?? {}
  if (bucket === undefined) return where
  const server = region === undefined ? 's3.amazonaws.com' : `s3.${region}.amazonaws.com`
  return `s3://${server}/${bucket}${folder}`
}

/** As restic(1) names it; its region is told apart. */
export function s3Repository(s3: S3Address): string {
  return `s3:${originText(s3)}/${s3.bucket}${s3.folder === '' ? '' : `/${s3.folder}`}`
}

/** One line each, as they stand in a file of root's that programs read (ini): nothing in them ends a quotation there. */
const keySchema = z.string().regex(/^[!-_a-~]{3,256}$/)

/** What a bucket is opened with. */
export const s3KeysSchema = z.object({ access: keySchema, secret: keySchema })
export type S3Keys = z.infer<typeof s3KeysSchema>
