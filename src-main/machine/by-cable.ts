/** Which addresses of another laptop are reached by cable: where there are several, that is the fastest way to it. */
import { BlockList, isIP } from 'node:net'
import { readWiredNetworks, type WiredNetwork } from '../tools/wired-networks.ts'

/** Those at the end of a cable first, the fastest of them before the others; else in their order. */
export function byCableFirst(
  addresses: readonly string[],
  networks: readonly WiredNetwork[] = readWiredNetworks(),
): readonly string[] {
  const speeds = new Map(addresses.map((address) => [address, cableTo(address, networks) ?? 0]))
  return addresses.toSorted((one, other) => (speeds.get(other) ?? 0) - (speeds.get(one) ?? 0))
}

/** In Mbit/s, as this laptop's end of it says; undefined where it is not in a network of a cable. */
export function cableTo(address: string, networks: readonly WiredNetwork[] = readWiredNetworks()): number | undefined {
  const family = isIP(address)
  if (family === 0) return undefined
  return networks.find(({ cidr }) => isIn(cidr, address, family === 6 ? 'ipv6' : 'ipv4'))?.megabits
}

function isIn(cidr: string, address: string, family: 'ipv4' | 'ipv6'): boolean {
  const [own = '', prefix = ''] = cidr.split('/')
  if (isIP(own) !== isIP(address)) return false
  const network = new BlockList()
  network.addSubnet(own, Number(prefix), family)
  return network.check(address, family)
}
