/** Addresses of buckets, as S3 and the servers that speak like it have them. */
import { z } from 'zod'

/**
 * "s3://s3.eu-central-1.amazonaws.com/bucket/laptops", with a port, a folder and "?region=NAME" where they are needed. Always over TLS,
 * but for "s3+http://127.0.0.1:9000/bucket", which may not leave the laptop. Nothing in it means something as a part of an address.
 */
const s3Form =
  /^s3(?<plain>\+http)?:\/\/(?:\[(?<v6>[0-9A-Fa-f:.]{2,45})\]|(?<name>[A-Za-z0-9][A-Za-z0-9.-]{0,252}))(?::(?<port>[0-9]{1,5}))?\/(?<bucket>[A-Za-z0-9][A-Za-z0-9._-]{2,62})(?<folder>(?:\/[\p{L}\p{N}_@+=:,. -]+)*)\/?(?:\?region=(?<region>[a-z0-9-]{1,40}))?$/u

export interface S3Address {
  readonly isPlain: boolean
  /** A name, or an address without brackets. */
  readonly address: string
  readonly port: number
  readonly bucket: string
  /** "laptops/p17"; empty for the bucket itself. */
  readonly folder: string
  readonly region: string | undefined
}

const loopback = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|::1)$/i
const [httpsPort, httpPort] = [443, 80]

/** Undefined for what is none. */
export function parseS3(where: string): S3Address | undefined {
  const { plain, v6, name, port, bucket, folder = '', region } = s3Form.exec(where)?.groups ?? {}
  const address = (v6 ?? name)?.toLowerCase()
  if (address === undefined || bucket === undefined) return undefined
  if (v6 !== undefined && !z.ipv6().safeParse(v6).success) return undefined
  if (folder.split('/').some((part) => part === '.' || part === '..')) return undefined
  const isPlain = plain !== undefined
  if (isPlain && !loopback.test(address)) return undefined
  const number = port === undefined ? (isPlain ? httpPort : httpsPort) : Number(port)
  if (number < 1 || number > 65_535) return undefined
  return { isPlain, address, port: number, bucket, folder: folder.slice(1), region }
}

/** "https://nas.local:9000": without the port that everybody means. */
export function s3Origin({ isPlain, address, port }: S3Address): string {
  const host = address.includes(':') ? `[${address}]` : address
  const usual = port === (isPlain ? httpPort : httpsPort)
  return `${isPlain ? 'http' : 'https'}://${host}${usual ? '' : `:${port}`}`
}

/** As restic(1) names it; its region is told apart. */
export function s3Repository(s3: S3Address): string {
  return `s3:${s3Origin(s3)}/${s3.bucket}${s3.folder === '' ? '' : `/${s3.folder}`}`
}

/** One line each, as they stand in a file of root's that programs read (ini): nothing in them ends a quotation there. */
const keySchema = z.string().regex(/^[!-_a-~]{3,256}$/)

/** What a bucket is opened with. */
export const s3KeysSchema = z.object({ access: keySchema, secret: keySchema })
export type S3Keys = z.infer<typeof s3KeysSchema>
