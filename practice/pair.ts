/** The practice pair as a library: what the command line does, and what tests do without it. */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { buildLaptop } from './build-pair.ts'
import { ask, askIfUp, type PairState } from './control.ts'
import { insideArgv } from './exec.ts'
import { ensureImage, imageHash } from './image.ts'
import { hosts, layPair, type Host, type Pair } from './layout.ts'
import { findPair, recordOf, registerPair, writeRecord } from './pair-state.ts'
import { PracticeError } from './practice-error.ts'
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
  if (already === undefined) await powerOn(pair, say)
  say(`Both laptops are on: ${hosts.join(' and ')}`)
  return pair
}

async function powerOn(pair: Pair, say: Say): Promise<void> {
  await tearDown(pair)
  try {
    await ensureDisks(pair, say)
    say('Switching both laptops on')
    await startSupervisor(pair)
    await ask(pair, { verb: 'ready' })
    await keepFirstState(pair, say)
  } catch (error) {
    await pairDown(pair.name)
    throw error
  }
}

async function ensureDisks(pair: Pair, say: Say): Promise<void> {
  const record = await recordOf(pair)
  const content = imageHash()
  if (record.content === content) return
  await writeRecord(pair, { version: 1, index: pair.index })
  const image = await ensureImage(say)
  say('Making the disks of both laptops')
  await Promise.all(hosts.map(async (host) => await buildLaptop(pair, pair.laptops[host], image)))
  await writeRecord(pair, { version: 1, index: pair.index, content })
}

async function keepFirstState(pair: Pair, say: Say): Promise<void> {
  const record = await recordOf(pair)
  if (record.deb !== undefined) return
  say('Keeping this state, to return to with "reset"')
  await ask(pair, { verb: 'keep' })
  await writeRecord(pair, { ...record, deb: 'none' })
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
  await askIfUp(pair, { verb: 'stop' })
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

/** Puts both laptops back to the state after the first `up`. */
export async function resetPair(name?: string): Promise<void> {
  await ask(await presentPair(name), { verb: 'reset' })
}

export async function pairStatus(name = 'main'): Promise<PairState | undefined> {
  const pair = await findPair(name)
  return pair === undefined ? undefined : await askIfUp(pair, { verb: 'status' })
}

async function presentPair(name = 'main'): Promise<Pair> {
  return (await findPair(name)) ?? layPair(name, 0)
}
