/** Addresses of repositories in registries, as the OCI Distribution Specification has them. */
import { z } from 'zod'

/**
 * "oci://ghcr.io/alice/bundles", with a port where it is needed. Always over TLS, but for "oci+http://127.0.0.1:5000/bundles", which may not
 * leave the laptop.
 */
const ociForm =
  /^oci(?<plain>\+http)?:\/\/(?:\[(?<v6>[0-9A-Fa-f:.]{2,45})\]|(?<name>[A-Za-z0-9][A-Za-z0-9.-]{0,252}))(?::(?<port>[0-9]{1,5}))?\/(?<repository>[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*)$/

export interface OciAddress {
  readonly isPlain: boolean
  /** A name, or an address without brackets. */
  readonly address: string
  readonly port: number
  readonly repository: string
}

const loopback = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|::1)$/i
const [httpsPort, httpPort] = [443, 80]
/** Of the specification, with the name of its host. */
const longest = 255

/** Undefined for what is none. */
export function parseOci(where: string): OciAddress | undefined {
  if (where.length > longest) return undefined
  const { plain, v6, name, port, repository } = ociForm.exec(where)?.groups ?? {}
  const address = (v6 ?? name)?.toLowerCase()
  if (address === undefined || repository === undefined) return undefined
  if (v6 !== undefined && !z.ipv6().safeParse(v6).success) return undefined
  const isPlain = plain !== undefined
  if (isPlain && !loopback.test(address)) return undefined
  const number = port === undefined ? (isPlain ? httpPort : httpsPort) : Number(port)
  if (number < 1 || number > 65_535) return undefined
  return { isPlain, address, port: number, repository }
}

/** "https://ghcr.io": without the port that everybody means. */
export function ociOrigin({ isPlain, address, port }: OciAddress): string {
  const host = address.includes(':') ? `[${address}]` : address
  const usual = port === (isPlain ? httpPort : httpsPort)
  return `${isPlain ? 'http' : 'https'}://${host}${usual ? '' : `:${port}`}`
}

/** One line each, of what a header can have. */
const wordSchema = z.string().regex(/^[!-~]{1,4096}$/)

/** An account there, and its password or a token. A name has no colon (RFC 7617). */
export const registryLoginSchema = z.object({ user: wordSchema.regex(/^[^:]+$/), token: wordSchema })
export type RegistryLogin = z.infer<typeof registryLoginSchema>
