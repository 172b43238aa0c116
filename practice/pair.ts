/** The practice pair as a library: what the command line does, and what tests do without it. */
import { rm } from 'node:fs/promises'
import { bringProduct } from './bring-product.ts'
import { ask, askIfUp } from './control.ts'
import { areDisksCurrent, ensureDisks, type Wish } from './ensure-disks.ts'
import { insideArgv } from './exec.ts'
import { hosts, layPair, type Host, type Pair } from './layout.ts'
import { withLock } from './lock.ts'
import { findPair, recordOf, registerPair, withFreePorts } from './pair-state.ts'
import { PracticeError } from './practice-error.ts'
import { appUrl, installedDeb } from './product.ts'
import { programStamp } from './program-file.ts'
import { run, type Argv, type RunOptions, type RunResult } from './run.ts'
import type { Say } from './say.ts'
import { endSupervisors, findSupervisors } from './left-over.ts'
import { lastWords, startSupervisor } from './start-supervisor.ts'
import { tearDown } from './tear-down.ts'

export interface UpOptions extends Wish {
  readonly name?: string
  readonly say?: Say
}

const silent: Say = () => undefined

/** Brings a pair up, whatever state it is in, and waits until both laptops can be used. */
export async function pairUp(options: UpOptions = {}): Promise<Pair> {
  const say = options.say ?? silent
  const name = options.name ?? 'main'
  const pair = await withLock('pairs', say, async () => await registerPair(name))
  await withLock(name, say, async () => await bringUp(pair, options, say))
  say(`Both laptops are on: ${hosts.join(' and ')}`)
  return await presentPair(name)
}

async function bringUp(pair: Pair, options: UpOptions, say: Say): Promise<void> {
  await refuseOtherKind(pair, options)
  const already = await isUpAndCurrent(pair, options, say)
  try {
    if (!already) await powerOn(pair, options, say)
    await bringProduct(pair, say)
  } catch (error) {
    // A pair that was up before is in use: leave it as it is.
    if (!already) await powerOff(pair)
    throw error
  }
}

/** A pair stays what it was made as. */
async function refuseOtherKind(pair: Pair, { unpaired }: UpOptions): Promise<void> {
  const record = await recordOf(pair)
  if (unpaired === undefined || (record.unpaired ?? false) === unpaired) return
  if (record.kept !== undefined)
    throw new PracticeError(
      `The laptops of the pair "${pair.name}" are ${unpaired ? 'paired' : 'unpaired'} already.`,
      `Take another --name, or remove it: npm run practice -- down --remove --name ${pair.name}`,
    )
}

/** A pair of an older practice is switched off: its disks or its supervisor would not be what was asked for. */
async function isUpAndCurrent(pair: Pair, asked: Wish, say: Say): Promise<boolean> {
  const state = await askIfUp(pair, { verb: 'status' })
  if (state === undefined) return false
  if (state.program === (await programStamp()) && (await areDisksCurrent(pair, asked))) {
    await ask(pair, { verb: 'wake' })
    return true
  }
  say('Switching both laptops off: the practice has changed since they were switched on')
  await powerOff(pair)
  return false
}

async function powerOn(pair: Pair, asked: Wish, say: Say): Promise<void> {
  await endSupervisors(pair.name)
  // What an interrupted command left. A disk that something else still holds is used as it is.
  await tearDown(pair).catch(() => undefined)
  await ensureDisks(pair, asked, say)
  const { laptops } = await withFreePorts(pair)
  for (const { host, port, usualPort } of Object.values(laptops))
    if (port !== usualPort) say(`Port ${usualPort} is in use: the page of ${host} is at port ${port}`)
  say('Switching both laptops on')
  try {
    await startSupervisor(pair)
    await ask(pair, { verb: 'ready' })
  } catch (error) {
    if (!(error instanceof PracticeError) || error.details !== undefined) throw error
    throw new PracticeError(error.message, await lastWords(pair))
  }
}

async function powerOff(pair: Pair): Promise<void> {
  await askIfUp(pair, { verb: 'stop' }).catch(() => undefined)
  await endSupervisors(pair.name)
  await tearDown(pair)
}

export interface DownOptions {
  /** Whether the disks go as well. */
  readonly remove?: boolean
  readonly say?: Say
}

/** Switches both laptops off and leaves nothing but their disks. Harmless when the pair is not up. */
export async function pairDown(name = 'main', options: DownOptions = {}): Promise<void> {
  const pair = await findPair(name)
  if (pair === undefined) return
  await withLock(name, options.say ?? silent, async () => {
    await powerOff(pair)
    if (options.remove === true) await rm(pair.folder, { recursive: true, force: true })
  })
}

export interface ExecOptions extends RunOptions {
  readonly name?: string
  readonly user?: string
}

/** Runs a command on a laptop (as root unless told) and returns what it said; any exit code is an answer. */
export async function execOn(host: Host, argv: Argv, options: ExecOptions = {}): Promise<RunResult> {
  const inside = await argvOn(host, argv, options)
  return await run(`run a command on ${host}`, inside, {
    ...options,
    accept: Array.from({ length: 255 }, (_, code) => code + 1),
  })
}

/** The argv to run on this machine in order to run one on a laptop. */
export async function argvOn(
  host: Host,
  argv: Argv,
  options: { readonly name?: string; readonly user?: string } = {},
): Promise<Argv> {
  return await insideArgv(await leaderOn(host, options.name), options.user ?? 'root', argv)
}

/** The process on this machine that is a laptop's first; waits for one that is being started. */
export async function leaderOn(host: Host, name?: string): Promise<number> {
  const pair = await presentPair(name)
  const state = await ask(pair, { verb: 'status' })
  const started = state.laptops[host].leader === undefined ? await ask(pair, { verb: 'ready' }) : state
  const leader = started.laptops[host].leader
  if (leader === undefined) throw new PracticeError(`${host} is off: npm run practice -- restart ${host}`)
  return leader
}

export async function cutLink(host: Host, name?: string): Promise<void> {
  await ask(await presentPair(name), { verb: 'cut', host })
}

export async function mendLink(host: Host, name?: string): Promise<void> {
  await ask(await presentPair(name), { verb: 'mend', host })
}

/** Shuts a laptop down cleanly, mounts its disk again, and boots it. */
export async function restart(host: Host, name?: string): Promise<void> {
  await ask(await presentPair(name), { verb: 'restart', host })
}

/** Cuts a laptop's power, so that what was not on its disk is gone, and boots it again. */
export async function crash(host: Host, name?: string): Promise<void> {
  await ask(await presentPair(name), { verb: 'crash', host })
}

/** Puts both laptops back to the state after the first `up`, with the product as it is built now. */
export async function resetPair(name?: string, say: Say = silent): Promise<void> {
  const pair = await presentPair(name)
  await withLock(pair.name, say, async () => {
    await ask(pair, { verb: 'reset' })
    await bringProduct(pair, say, true)
  })
}

export interface LaptopStatus {
  readonly state: 'booting' | 'on' | 'off' | 'failed'
  readonly link: 'up' | 'cut'
  readonly address: string
  readonly port: number
  /** Process on this machine that is the laptop's first. */
  readonly leader?: number
  /** Freshly minted address of the web shell, where the app answers. It works once. */
  readonly url?: string
  readonly problem?: string
}

export interface PairStatus {
  readonly name: string
  readonly up: boolean
  readonly supervisor?: number
  /** Supervisors that nobody can ask any more; `down` ends them. */
  readonly leftOver?: readonly number[]
  readonly laptops?: Readonly<Record<Host, LaptopStatus>>
}

export async function pairStatus(name = 'main'): Promise<PairStatus> {
  const pair = await findPair(name)
  const state = pair === undefined ? undefined : await askIfUp(pair, { verb: 'status' })
  if (pair === undefined || state === undefined) {
    const leftOver = findSupervisors(name)
    return { name, up: false, ...(leftOver.length === 0 ? {} : { leftOver }) }
  }
  const describe = async (host: Host): Promise<LaptopStatus> => {
    const laptop = pair.laptops[host]
    const { leader, problem, ...rest } = state.laptops[host]
    const seen = { ...rest, address: laptop.address, port: laptop.port, ...(problem === undefined ? {} : { problem }) }
    if (leader === undefined) return seen
    const url =
      (await installedDeb(laptop)) === undefined ? undefined : await appUrl(laptop, leader, 0).catch(() => undefined)
    return { ...seen, leader, ...(url === undefined ? {} : { url }) }
  }
  const [p17, xps] = await Promise.all([describe('p17'), describe('xps')])
  return { name, up: true, supervisor: state.supervisor, laptops: { p17, xps } }
}

async function presentPair(name = 'main'): Promise<Pair> {
  return (await findPair(name)) ?? layPair(name, 0)
}
