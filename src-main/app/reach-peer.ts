/** The other laptop, wherever it is: the pair is its keys, not its addresses. */
import { networkInterfaces } from 'node:os'
import { rememberAddress } from '../commons/transfers/pairing-file.ts'
import type { Wording } from '../contract/wording.ts'
import type { Logger } from '../kernel/logger.ts'
import { byCableFirst } from '../machine/by-cable.ts'
import type { ConnectedMachine } from '../machine/connect-machine.ts'
import { reachFirst } from '../machine/reach-first.ts'
import { resolveNames } from '../machine/resolve-name.ts'
import { connectOverSsh, type SshAddress } from '../machine/ssh-link.ts'
import type { Priority } from '../machine/start-agent.ts'

interface Reaching {
  readonly appFolder: string
  readonly wording: Wording
  readonly priority: Priority
  readonly logger: Logger
}

/**
 * Tries what a cable leads to, where it was, where it said that it is, and its name; what was found is remembered for the next
 * time and for root.
 */
export async function reachPeer(peer: SshAddress, { appFolder, logger, ...how }: Reaching): Promise<ConnectedMachine> {
  const { others } = peer
  const { address, opened } = await reachFirst({
    addresses: byCableFirst([peer.address, ...(others ?? [])]),
    more: async () => (others === undefined ? [] : resolveNames(peer.hostName ?? peer.name)),
    open: (address, signal) => connectOverSsh({ ...peer, address }, { ...how, signal }),
    close: (machine) => machine.close(),
  })
  try {
    const { addresses, name, label, hostName } = opened.hello
    rememberAddress(appFolder, address, withoutOwn(addresses), { name, label, hostName })
  } catch (thrown) {
    logger.log('warn', 'where the other laptop is could not be remembered', { error: String(thrown) })
  }
  return opened
}

/** Both may have the same one, of networks within each of them. */
function withoutOwn(addresses: readonly string[]): readonly string[] {
  const own = Object.values(networkInterfaces()).flatMap((of) => (of ?? []).map(({ address }) => address))
  return addresses.filter((address) => !own.includes(address))
}
