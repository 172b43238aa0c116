/** One laptop that is on: its nspawn process, and the relay through which its app answers outside. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { makePlace, removePlace } from './cgroup.ts'
import { pullDiskPlug, putInDiskPlug } from './disk-plug.ts'
import { attachDisk, detachDisk, mountByFstab, unmountLaptop } from './disk.ts'
import { findLeader, insideArgv } from './exec.ts'
import { stateFolder, type Laptop, type Pair } from './layout.ts'
import { removeCable, setCable, type Link } from './link.ts'
import { PracticeError } from './practice-error.ts'
import { attempt } from './run.ts'
import { startRelay } from './relay.ts'

const bootTimeoutMs = 120_000

export interface LaptopProcess {
  readonly nspawn: ChildProcess
  readonly leader: number
  readonly ended: Promise<void>
}

/** Where a laptop is: its pair, and the network it hangs on. */
export interface LaptopPlace {
  readonly pair: Pair
  readonly laptop: Laptop
  readonly link: Link
}

/** Mounts, boots and waits until the person could sign in. When that fails, the laptop is off again. */
export async function bootLaptop(pair: Pair, laptop: Laptop, link: Link): Promise<LaptopProcess> {
  const device = await attachDisk(laptop)
  await mountByFstab(laptop, device)
  const nspawn = await startNspawn(pair, laptop, link, device)
  try {
    return await waitUntilUsable(laptop, nspawn)
  } catch (error) {
    await endProcess(nspawn)
    await clearAfter(pair, laptop)
    throw error
  }
}

async function waitUntilUsable(laptop: Laptop, nspawn: ChildProcess): Promise<LaptopProcess> {
  const ended = once(nspawn, 'exit').then(() => undefined)
  const leader = await waitForLeader(laptop, nspawn)
  const relay = startRelay(laptop, leader)
  // The relay holds the laptop's network namespace: it has to go before the laptop is started again.
  const endRelay = async (): Promise<void> => await relay.then(endProcess, () => undefined)
  try {
    await Promise.all([relay, waitUntilRunning(laptop, nspawn, leader)])
  } catch (error) {
    await endRelay()
    throw error
  }
  return { nspawn, leader, ended: ended.then(endRelay) }
}

/**
 * Constant: leaves the mounts of other laptops and of tests out of this mount namespace (nspawn would keep a hidden copy
 * of them: their disks could never be detached, and would be in use for ever), and enters the laptop's cgroups.
 */
const enterOwnPlace = [
  'own=$1 all=$2; shift 2',
  'others=$(while read -r _ _ _ _ target _; do case $target in "$own"|"$own"/*) ;; "$all"/*|/tmp/*) echo "$target" ;; esac; done </proc/self/mountinfo)',
  'for target in $others; do umount -l "$target" 2>/dev/null; done',
  'while [ "$1" != -- ]; do echo $$ >"$1" || exit 1; shift; done',
  'shift; exec "$@"',
].join('\n')

async function startNspawn(pair: Pair, laptop: Laptop, link: Link, device: string): Promise<ChildProcess> {
  const place = await makePlace(pair, laptop)
  await removeCable(link, laptop.machine)
  const log = openSync(consoleLog(laptop), 'w', 0o600)
  // prettier-ignore
  const argv = [
    ...place.prefix, 'unshare', '--mount', '--propagation', 'private', '--',
    'sh', '-c', enterOwnPlace, 'sh', laptop.root, stateFolder, ...place.joins, '--',
    'setpriv', '--pdeathsig', 'KILL', 'nsenter', `--net=${link.namespace}`, '--',
    'systemd-nspawn', '--quiet', `--directory=${laptop.root}`, `--machine=${laptop.machine}`, `--hostname=${laptop.host}`,
    `--network-bridge=${pair.bridge}`, `--bind=${device}`, '--boot', '--register=no', '--keep-unit', '--settings=no',
    '--resolv-conf=off', '--timezone=off', '--link-journal=no', '--private-users=no', '--console=pipe', ...otherPort(pair, laptop),
  ]
  const [file = 'unshare', ...words] = argv
  const child = spawn(file, words, { stdio: ['ignore', log, log], detached: true })
  closeSync(log)
  await Promise.race([once(child, 'spawn'), once(child, 'error')])
  return child
}

/** Tells the app its port where it cannot have the one that is written down on its disk. */
function otherPort(pair: Pair, laptop: Laptop): readonly string[] {
  if (laptop.port === laptop.usualPort) return []
  const file = path.join(pair.runFolder, `${laptop.host}-port.conf`)
  writeFileSync(file, `[Service]\nEnvironment=PC_SWITCHER_PORT=${laptop.port}\n`)
  return [`--bind-ro=${file}:/run/systemd/user/pc-switcher.service.d/zz-port.conf`]
}

function consoleLog(laptop: Laptop): string {
  return path.join(laptop.folder, 'console.log')
}

async function waitForLeader(laptop: Laptop, nspawn: ChildProcess): Promise<number> {
  const deadline = Date.now() + bootTimeoutMs
  while (Date.now() < deadline && isAlive(nspawn)) {
    const leader = nspawn.pid === undefined ? undefined : await findLeader(nspawn.pid)
    if (leader !== undefined) return leader
    await pause(20)
  }
  throw bootFailure(laptop)
}

async function waitUntilRunning(laptop: Laptop, nspawn: ChildProcess, leader: number): Promise<void> {
  const deadline = Date.now() + bootTimeoutMs
  const argv = await insideArgv(leader, 'root', ['systemctl', 'is-system-running', '--wait'])
  while (Date.now() < deadline && isAlive(nspawn)) {
    const { stdout } = await attempt(argv, bootTimeoutMs)
    if (/^(running|degraded)\n$/.test(stdout)) return
    await pause(50)
  }
  throw bootFailure(laptop)
}

function bootFailure(laptop: Laptop): PracticeError {
  const said = readFileSync(consoleLog(laptop), 'utf8').trim().split('\n').slice(-15).join('\n')
  return new PracticeError(`${laptop.host} did not boot.`, said)
}

/** Asks systemd for an orderly shutdown (SIGTERM to nspawn) and takes the plug out when that takes too long. */
export async function shutDown(running: LaptopProcess, patienceMs = 45_000): Promise<void> {
  running.nspawn.kill('SIGTERM')
  const timer = setTimeout(() => running.nspawn.kill('SIGKILL'), patienceMs)
  await running.ended
  clearTimeout(timer)
}

/** Ends the laptop at once. Its disk stays on, so that what programs had written is kept. */
export async function endAtOnce(running: LaptopProcess): Promise<void> {
  running.nspawn.kill('SIGKILL')
  await running.ended
}

/**
 * Cuts the power: network and disk are gone in one instant, then the programs. What was not on the disk is lost. The disk
 * is attached anew: its old device remembers what was lost.
 */
export async function cutPower(running: LaptopProcess, { pair, laptop, link }: LaptopPlace): Promise<void> {
  try {
    await setCable(link, laptop.machine, 'down')
    await pullDiskPlug(laptop)
    await endAtOnce(running)
    await clearAfter(pair, laptop)
    await detachDisk(laptop)
  } finally {
    await putInDiskPlug(laptop)
  }
}

/** Removes what an ended laptop leaves behind: its cgroup and its mounts. Keeps the loop device. */
export async function clearAfter(pair: Pair, laptop: Laptop): Promise<void> {
  await removePlace(pair, laptop)
  rmSync(laptop.relaySocket, { force: true })
  await unmountLaptop(laptop)
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (!isAlive(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

function isAlive(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}
