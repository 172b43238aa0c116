/** Where a server is asked by HTTP: over TLS, but on this laptop. */
import { z } from 'zod'

export interface HttpsOrigin {
  readonly isPlain: boolean
  /** A name, or an address without brackets. */
  readonly address: string
  readonly port: number
}

/** In the form of an address: groups `v6` or `name`, and `port`. */
export const hostForm =
  '(?:\\[(?<v6>[0-9A-Fa-f:.]{2,45})\\]|(?<name>[A-Za-z0-9][A-Za-z0-9.-]{0,252}))(?::(?<port>[0-9]{1,5}))?'

const loopback = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|::1)$/i
const [httpsPort, httpPort] = [443, 80]

/** Of the groups of `hostForm`. Undefined for what is none, and without TLS for what may leave the laptop. */
export function originOf(
  groups: Readonly<Record<string, string | undefined>>,
  isPlain: boolean,
): HttpsOrigin | undefined {
  const { v6, name, port } = groups
  const address = (v6 ?? name)?.toLowerCase()
  if (address === undefined) return undefined
  if (v6 !== undefined && !z.ipv6().safeParse(v6).success) return undefined
  if (isPlain && !loopback.test(address)) return undefined
  const number = port === undefined ? (isPlain ? httpPort : httpsPort) : Number(port)
  return number < 1 || number > 65_535 ? undefined : { isPlain, address, port: number }
}

/** "https://nas.local:9000": without the port that everybody means. */
export function originText({ isPlain, address, port }: HttpsOrigin): string {
  const host = address.includes(':') ? `[${address}]` : address
  const usual = port === (isPlain ? httpPort : httpsPort)
  return `${isPlain ? 'http' : 'https'}://${host}${usual ? '' : `:${port}`}`
}
