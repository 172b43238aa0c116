/** The networks that this laptop is in by cable (sysfs: Documentation/ABI/testing/sysfs-class-net). */
import { existsSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import path from 'node:path'
import { readOwnText } from './files/own-file.ts'

export interface WiredNetwork {
  /** "192.168.1.23/24", "fd00::23/64": its own address there, and how much of it is the network's. */
  readonly cidr: string
  readonly megabits: number
}

/** Neither radio nor what exists in software alone (bridges of guests, tunnels); the fastest first. */
export function readWiredNetworks(sysfs = '/sys/class/net', all = networkInterfaces()): readonly WiredNetwork[] {
  const networks = Object.entries(all).flatMap(([name, addresses = []]) => {
    const megabits = cableSpeed(path.join(sysfs, name))
    return megabits === undefined ? [] : addresses.flatMap(({ cidr }) => (cidr === null ? [] : [{ cidr, megabits }]))
  })
  return networks.sort((one, other) => other.megabits - one.megabits)
}

/** Undefined where there is no cable, or nothing at its other end. */
function cableSpeed(folder: string): number | undefined {
  if (!existsSync(path.join(folder, 'device')) || existsSync(path.join(folder, 'phy80211'))) return undefined
  try {
    const megabits = Number(readOwnText(path.join(folder, 'speed')))
    // -1 where the driver does not know.
    return megabits > 0 ? megabits : undefined
  } catch {
    // EINVAL where the link is down.
    return undefined
  }
}
