/** The paths, addresses and ports of a pair, computed from its name and number. */
import path from 'node:path'
import { PracticeError } from './practice-error.ts'

export const hosts = ['p17', 'xps'] as const
export type Host = (typeof hosts)[number]

export const cacheFolder = '/var/cache/pc-switcher-practice'
export const stateFolder = '/var/lib/pc-switcher-practice'
export const runtimeFolder = '/run/pc-switcher-practice'
export const cgroupName = 'pc-switcher-practice'

/** The name of the person who owns both laptops. */
export const person = 'alice'

export interface Laptop {
  readonly host: Host
  readonly peer: Host
  /** Its label: what its owner calls it. */
  readonly prettyName: string
  readonly machine: string
  readonly address: string
  readonly prefixLength: 24
  /** Port of the app's web shell, the same inside and outside. */
  readonly port: number
  /** What it is where nothing else on this machine has it. */
  readonly usualPort: number
  readonly folder: string
  readonly diskFile: string
  /** Where the root file system is mounted on this machine while the laptop is on. */
  readonly root: string
  /** Where the top level of the file system is mounted while something is done to its subvolumes. */
  readonly top: string
  readonly relaySocket: string
}

export interface Pair {
  readonly name: string
  readonly index: number
  readonly folder: string
  readonly runFolder: string
  readonly controlSocket: string
  readonly supervisorLog: string
  readonly bridge: string
  readonly laptops: Readonly<Record<Host, Laptop>>
}

export function isHost(name: string): name is Host {
  return (hosts as readonly string[]).includes(name)
}

export function parseHost(name: string | undefined): Host {
  if (name !== undefined && isHost(name)) return name
  throw new PracticeError(`There is no practice laptop called ${name ?? '(nothing)'}: it is p17 or xps.`)
}

/** Interface names hold 15 characters, and `vb-p17-` takes 7 of them. */
export function checkPairName(name: string): string {
  if (/^[a-z][a-z0-9]{0,7}$/.test(name)) return name
  throw new PracticeError(
    `"${name}" cannot be the name of a pair: one to eight lower-case letters and digits, starting with a letter.`,
  )
}

/** How a laptop is called, and what tells its address and port from those of the others. */
interface LaptopPlace extends Pick<Laptop, 'host' | 'peer' | 'prettyName'> {
  /** Of its address. */
  readonly lastByte: number
  /** From the first port of the pair. */
  readonly portOffset: number
}

export function usualFirstPort(index: number): number {
  return 47_100 + index * 10
}

/** `firstPort`: of its two, where the usual ones are in use. */
export function layPair(name: string, index: number, firstPort = usualFirstPort(index)): Pair {
  const folder = path.join(stateFolder, checkPairName(name))
  const runFolder = path.join(runtimeFolder, name)
  const lay = ({ lastByte, portOffset, ...names }: LaptopPlace): Laptop => ({
    ...names,
    machine: `${names.host}-${name}`,
    address: `10.213.${index + 1}.${lastByte}`,
    prefixLength: 24,
    port: firstPort + portOffset,
    usualPort: usualFirstPort(index) + portOffset,
    folder: path.join(folder, names.host),
    diskFile: path.join(folder, names.host, 'disk.btrfs'),
    root: path.join(folder, names.host, 'root'),
    top: path.join(folder, names.host, 'top'),
    relaySocket: path.join(runFolder, `${names.host}-relay.sock`),
  })
  return {
    name,
    index,
    folder,
    runFolder,
    controlSocket: path.join(runFolder, 'control.sock'),
    supervisorLog: path.join(folder, 'supervisor.log'),
    bridge: 'pcs-link',
    laptops: {
      p17: lay({ host: 'p17', peer: 'xps', prettyName: 'P17', lastByte: 17, portOffset: 0 }),
      xps: lay({ host: 'xps', peer: 'p17', prettyName: 'XPS 13', lastByte: 13, portOffset: 1 }),
    },
  }
}
