/** The practice pair as a library: what the command line does, and what tests do without it. */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { buildLaptop } from './build-pair.ts'
import { ask, askIfUp, type PairState } from './control.ts'
import { insideArgv } from './exec.ts'
import { defaultFiles, dropMaterial, fillHash, gatherMaterial } from './fill.ts'
import { ensureImage, imageHash } from './image.ts'
import { hosts, layPair, type Host, type Pair } from './layout.ts'
import { findPair, recordOf, registerPair, writeRecord } from './pair-state.ts'
import { makeAppKey, readPeering } from './peering.ts'
import { PracticeError } from './practice-error.ts'
import { appUrl, installedDeb, installProduct, readDeb, type Deb } from './product.ts'
import { programFile } from './program-file.ts'
import { run, type Argv, type RunOptions, type RunResult } from './run.ts'
import type { Say } from './say.ts'
import { tearDown } from './tear-down.ts'

export interface UpOptions {
  readonly name?: string
  readonly files?: number
  readonly say?: Say
}

const silent: Say = () => undefined

/** Brings a pair up, whatever state it is in, and waits until both laptops can be used. */
export async function pairUp(options: UpOptions = {}): Promise<Pair> {
  const say = options.say ?? silent
  const pair = await registerPair(options.name ?? 'main')
  const already = await askIfUp(pair, { verb: 'ready' })
  // A disk that something else still holds is used as it is.
  if (already === undefined) await tearDown(pair).catch(() => undefined)
  try {
    if (already === undefined) await powerOn(pair, options, say)
    await bringProduct(pair, say)
  } catch (error) {
    // A pair that was up before is somebody's: it stays as it is.
    if (already === undefined) await pairDown(pair.name)
    throw error
  }
  say(`Both laptops are on: ${hosts.join(' and ')}`)
  return pair
}

async function powerOn(pair: Pair, options: UpOptions, say: Say): Promise<void> {
  await ensureDisks(pair, options, say)
  say('Switching both laptops on')
  await startSupervisor(pair)
  await ask(pair, { verb: 'ready' })
}

/** Disks are made anew when what they are made from has changed, or when another number of files is asked for. */
async function ensureDisks(pair: Pair, options: UpOptions, say: Say): Promise<void> {
  const record = await recordOf(pair)
  const files = options.files ?? record.files ?? defaultFiles
  const content = contentHash(files)
  if (record.content === content) return
  await writeRecord(pair, { version: 1, index: pair.index })
  const image = await ensureImage(say)
  say('Making and filling the disks of both laptops')
  const material = await gatherMaterial()
  try {
    await Promise.all(hosts.map(async (host) => await buildLaptop(pair, pair.laptops[host], image, material, files)))
  } finally {
    await dropMaterial(material)
  }
  await writeRecord(pair, { version: 1, index: pair.index, files, content })
}

function contentHash(files: number): string {
  return [imageHash(), fillHash(), String(files)].join('-')
}

/**
 * Installs the product where another build of it is installed, or none. The state that `reset` returns to gets it
 * too, when nothing has happened since that state: right after the first boot, and right after a reset.
 */
async function bringProduct(pair: Pair, say: Say, fresh = false): Promise<void> {
  const record = await recordOf(pair)
  const deb = await readDeb()
  if (deb === undefined) say('pc-switcher is not built yet: the laptops come up without it')
  else await installWhereDifferent(pair, deb, say)
  if (deb !== undefined) await waitForApps(pair, say)
  const wanted = deb?.sha256 ?? 'none'
  if (record.kept === wanted || (record.kept !== undefined && !fresh)) return
  say('Keeping this state, to return to with "reset"')
  await ask(pair, { verb: 'keep' })
  await writeRecord(pair, { ...record, kept: wanted })
}

async function installWhereDifferent(pair: Pair, deb: Deb, say: Say): Promise<void> {
  const state = await ask(pair, { verb: 'ready' })
  const installed = await Promise.all(hosts.map(async (host) => await installedDeb(pair.laptops[host])))
  if (installed.every((sha256) => sha256 === deb.sha256)) return
  say('Installing pc-switcher on both laptops and joining them')
  await onBothInside(state, async (host, leader) => await makeAppKey(pair.laptops[host], leader))
  await onBothInside(state, async (host, leader) => {
    await installProduct(pair.laptops[host], leader, deb, await readPeering(pair, host))
  })
}

/** An app that does not answer is said and no failure here: finding out why needs laptops that are up. */
async function waitForApps(pair: Pair, say: Say): Promise<void> {
  await onBothInside(await ask(pair, { verb: 'ready' }), async (host, leader) => {
    try {
      await appUrl(pair.laptops[host], leader, 10_000)
    } catch (error) {
      if (!(error instanceof PracticeError)) throw error
      say([error.message, ...(error.details ?? '').split('\n').slice(0, 6)].join('\n            '))
    }
  })
}

async function onBothInside(state: PairState, task: (host: Host, leader: number) => Promise<void>): Promise<void> {
  await Promise.all(
    hosts.map(async (host) => {
      const leader = state.laptops[host].leader
      if (leader === undefined) throw new PracticeError(`${host} is off: npm run practice -- restart ${host}`)
      await task(host, leader)
    }),
  )
}

async function startSupervisor(pair: Pair): Promise<void> {
  await mkdir(pair.folder, { recursive: true })
  const log = openSync(pair.supervisorLog, 'a', 0o600)
  const child = spawn(process.execPath, [programFile(), 'supervise', '--name', pair.name], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
  })
  closeSync(log)
  child.unref()
  for (let tries = 0; tries < 500; tries++) {
    if (existsSync(pair.controlSocket)) return
    if (child.exitCode !== null) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const said = await readFile(pair.supervisorLog, 'utf8')
  throw new PracticeError('The supervisor of the pair did not start.', said.trim().split('\n').slice(-8).join('\n'))
}

/** Switches both laptops off and leaves nothing but their disks. Harmless when the pair is not up. */
export async function pairDown(name = 'main', options: { readonly remove?: boolean } = {}): Promise<void> {
  const pair = await findPair(name)
  if (pair === undefined) return
  await askIfUp(pair, { verb: 'stop' }).catch(() => undefined)
  await tearDown(pair)
  if (options.remove === true) await rm(pair.folder, { recursive: true, force: true })
}

export interface ExecOptions extends RunOptions {
  readonly name?: string
  readonly user?: string
}

/** Runs a command on a laptop (as root unless told) and returns what it said; any exit code is an answer. */
export async function execOn(host: Host, argv: Argv, options: ExecOptions = {}): Promise<RunResult> {
  const inside = await argvOn(host, argv, options)
  return await run(`run a command on ${host}`, inside, { ...options, accept: Array.from({ length: 255 }, (_, code) => code + 1) })
}

/** The argv to run on this machine in order to run one on a laptop. */
export async function argvOn(host: Host, argv: Argv, options: { readonly name?: string; readonly user?: string } = {}): Promise<Argv> {
  const pair = await presentPair(options.name)
  const state = await ask(pair, { verb: 'status' })
  const settled = state.laptops[host].leader === undefined ? await ask(pair, { verb: 'ready' }) : state
  const leader = settled.laptops[host].leader
  if (leader === undefined) throw new PracticeError(`${host} is off: npm run practice -- restart ${host}`)
  return await insideArgv(leader, options.user ?? 'root', argv)
}

export async function cutLink(host: Host, name?: string): Promise<void> {
  await ask(await presentPair(name), { verb: 'cut', host })
}

export async function mendLink(host: Host, name?: string): Promise<void> {
  await ask(await presentPair(name), { verb: 'mend', host })
}

/** Shuts a laptop down in order, mounts its disk anew, and boots it. */
export async function restart(host: Host, name?: string): Promise<void> {
  await ask(await presentPair(name), { verb: 'restart', host })
}

/** Takes a laptop's plug out and boots it again. */
export async function crash(host: Host, name?: string): Promise<void> {
  await ask(await presentPair(name), { verb: 'crash', host })
}

/** Puts both laptops back to the state after the first `up`, with the product as it is built now. */
export async function resetPair(name?: string, say: Say = silent): Promise<void> {
  const pair = await presentPair(name)
  await ask(pair, { verb: 'reset' })
  await bringProduct(pair, say, true)
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
  readonly laptops?: Readonly<Record<Host, LaptopStatus>>
}

export async function pairStatus(name = 'main'): Promise<PairStatus> {
  const pair = await findPair(name)
  const state = pair === undefined ? undefined : await askIfUp(pair, { verb: 'status' })
  if (pair === undefined || state === undefined) return { name, up: false }
  const describe = async (host: Host): Promise<LaptopStatus> => {
    const laptop = pair.laptops[host]
    const { leader, problem, ...rest } = state.laptops[host]
    const seen = { ...rest, address: laptop.address, port: laptop.port, ...(problem === undefined ? {} : { problem }) }
    if (leader === undefined) return seen
    const url = (await installedDeb(laptop)) === undefined ? undefined : await appUrl(laptop, leader, 0).catch(() => undefined)
    return { ...seen, leader, ...(url === undefined ? {} : { url }) }
  }
  const [p17, xps] = await Promise.all([describe('p17'), describe('xps')])
  return { name, up: true, supervisor: state.supervisor, laptops: { p17, xps } }
}

async function presentPair(name = 'main'): Promise<Pair> {
  return (await findPair(name)) ?? layPair(name, 0)
}
