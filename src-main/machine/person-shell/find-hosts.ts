/** Machines that this person may mean, by what they have written down and by what answers in this network. */
import { AppError } from '../../kernel/app-error.ts'
import { browseServices, type OfferedService } from '../../tools/avahi.ts'
import { readConfigHosts } from '../../tools/ssh/ssh-config-hosts.ts'

export interface FoundHosts {
  readonly offered: readonly Pick<OfferedService, 'host' | 'port'>[]
  /** Of ~/.ssh/config. */
  readonly settings: readonly string[]
}

const patienceMs = 3_000
/** What a machine with an SSH server offers, and what avahi says of each that it may name. */
const offers = ['_ssh._tcp', '_sftp-ssh._tcp', '_workstation._tcp'] as const

export async function findHosts(home: string): Promise<FoundHosts> {
  const [offered, settings] = await Promise.all([Promise.all(offers.map(inNetwork)), readConfigHosts(home)])
  return { offered: offered.flat(), settings }
}

async function inNetwork(type: string): Promise<readonly OfferedService[]> {
  try {
    return await browseServices(type, { signal: AbortSignal.timeout(patienceMs) })
  } catch (thrown) {
    // Without avahi, or without its service, nobody is found; a name can be typed all the same.
    if (thrown instanceof AppError) return []
    throw thrown
  }
}
