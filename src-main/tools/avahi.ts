/** Machines that offer a service in this network, as avahi-browse(1) tells: DNS-SD over multicast DNS, RFC 6762 and 6763. */
import { run, type RunOptions } from './run.ts'
import { titles } from './titles/messages.ts'

export interface OfferedService {
  /** "xps.local" */
  readonly host: string
  readonly address: string
  readonly port: number
}

/** What answered within the second or so that it takes. `type`: "_ssh._tcp". An error where avahi is not installed. */
export async function browseServices(type: string, options: RunOptions): Promise<readonly OfferedService[]> {
  const how = ['--parsable', '--resolve', '--terminate', '--no-db-lookup'] as const
  const { stdout } = await run({ title: titles.browseServices({}), argv: ['avahi-browse', ...how, type] }, options)
  return parseServices(stdout)
}

/**
 * `=;INTERFACE;PROTOCOL;NAME;TYPE;DOMAIN;HOST;ADDRESS;PORT;TEXT`, one for each interface and protocol; other lines tell that
 * something came or went. A semicolon in a name is escaped. Seen with avahi 0.8.
 */
export function parseServices(text: string): readonly OfferedService[] {
  return text.split('\n').flatMap((line) => {
    const [sign, , , , , , host, address, port] = line.split(';')
    if (sign !== '=' || host === undefined || address === undefined || port === undefined) return []
    return [{ host, address, port: Number(port) }]
  })
}
