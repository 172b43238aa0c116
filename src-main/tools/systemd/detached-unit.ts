/**
 * Work that must not be torn, as a systemd unit of its own: it outlives the one who started it, who finds its outcome in
 * files, also after a restart of the laptop. systemd-run(1); tried with systemd 257.
 */
import { readIfThere } from '../files/own-file.ts'
import { lstatSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { run, type RunOptions } from '../run.ts'
import { readActiveStates } from './systemctl-units.ts'
import { toolsMessages } from '../messages.ts'
import { titles } from '../titles/messages.ts'

export interface DetachedUnit {
  /** "pc-switcher-packages" */
  readonly name: string
  /** What its files begin with: PREFIX.status (descriptor 3), PREFIX.output, PREFIX.outcome (the exit code). */
  readonly prefix: string
}

export interface DetachedWork {
  /** Its name in systemctl(1): a technical one, in English. */
  readonly description: string
  readonly argv: readonly [string, ...string[]]
  readonly env: Readonly<Record<string, string>>
  /** Asked to "begin" before and to "end" after it, whatever its end. */
  readonly around?: string
  /** Timers that must not fire meanwhile; the unit itself puts them back, whatever its end. */
  readonly pausedTimers: readonly string[]
  /** What it prints follows what the work before it printed. */
  readonly goesOn?: true
}

export type DetachedOutcome =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly output: string }
  /** Killed, or the laptop lost its power. */
  | { readonly kind: 'torn'; readonly output: string }

/** Constant; everything else is an argument. The trap keeps the shell from ending before what it waits for. */
const recorder = 'trap : TERM; "$@" 3>"$0.status" >>"$0.output" 2>&1; echo "$?" >"$0.outcome"'

export async function startDetached(unit: DetachedUnit, work: DetachedWork, options: RunOptions): Promise<void> {
  await forget(unit, work.goesOn === true ? ['status', 'outcome'] : kinds, options)
  const command = {
    title: titles.changeUnit({ verb: 'start', unit: unit.name }),
    argv: detachedArgv(unit, work),
    exitCodes: [0, 1],
  }
  for (let tries = 1; ; tries += 1) {
    const { exitCode, stderr } = await run(tries < 20 ? command : { ...command, exitCodes: [0] }, options)
    if (exitCode === 0) return
    // systemd forgets a unit of the same name a moment after it has ended.
    if (!/already (loaded|exists)|fragment file/.test(stderr))
      throw toolsMessages.serviceNotStarted({ unit: unit.name }, { details: stderr })
    await delay(100, options.signal)
  }
}

export function detachedArgv(unit: DetachedUnit, work: DetachedWork): [string, ...string[]] {
  const timers = work.pausedTimers.join(' ')
  const properties = [
    'RefuseManualStop=yes',
    'IgnoreSIGPIPE=yes',
    'KillMode=mixed',
    'TimeoutStopSec=600',
    ...(work.around === undefined ? [] : [`ExecStartPre=-${work.around} begin`, `ExecStopPost=-${work.around} end`]),
    ...(timers === ''
      ? []
      : [`ExecStartPre=-/usr/bin/systemctl stop ${timers}`, `ExecStopPost=-/usr/bin/systemctl start ${timers}`]),
  ]
  return [
    'systemd-run',
    '--quiet',
    '--collect',
    `--unit=${unit.name}`,
    `--description=${work.description}`,
    ...properties.flatMap((property) => ['-p', property]),
    ...Object.entries({ LC_ALL: 'C.UTF-8', ...work.env }).map(([name, value]) => `--setenv=${name}=${value}`),
    '--',
    '/bin/sh',
    '-c',
    recorder,
    unit.prefix,
    ...work.argv,
  ]
}

/**
 * systemd keeps the file of a transient unit here from before it starts until the unit is forgotten (systemd.unit(5)). Seen
 * with systemd 252 and 257 through start, daemon-reload, daemon-reexec, kill and stop: never one that ran without its file.
 */
const transientUnits = '/run/systemd/transient'

export async function isDetachedRunning(unit: DetachedUnit, options: RunOptions): Promise<boolean> {
  // Nearly always it is not there, and whoever looks at packages asks: a program for each question takes longer than the rest.
  if (lstatSync(path.join(transientUnits, `${unit.name}.service`), { throwIfNoEntry: false }) === undefined)
    return false
  const states = await readActiveStates([`${unit.name}.service`], options)
  const state = states.get(`${unit.name}.service`)
  return state !== undefined && state !== 'inactive' && state !== 'failed'
}

/** Waits for its end, telling what stands in PREFIX.status. Aborting ends the waiting, not the work. */
export async function followDetached(
  unit: DetachedUnit,
  onStatus: (status: string) => void,
  options: RunOptions,
): Promise<DetachedOutcome> {
  while (await isDetachedRunning(unit, options)) {
    onStatus(readIfThere(`${unit.prefix}.status`) ?? '')
    await delay(250, options.signal)
  }
  const output = readIfThere(`${unit.prefix}.output`) ?? ''
  const outcome = readIfThere(`${unit.prefix}.outcome`) ?? ''
  return /^\d+\n$/.test(outcome) ? { kind: 'ended', exitCode: Number(outcome), output } : { kind: 'torn', output }
}

/** Of its last run, as far as it is kept. */
export function readDetachedOutput(unit: DetachedUnit): string {
  return readIfThere(`${unit.prefix}.output`) ?? ''
}

const kinds = ['status', 'output', 'outcome'] as const

/** Removes files of an earlier run. */
async function forget(
  unit: DetachedUnit,
  which: readonly (typeof kinds)[number][],
  options: RunOptions,
): Promise<void> {
  options.signal?.throwIfAborted()
  await Promise.all(which.map((kind) => rm(`${unit.prefix}.${kind}`, { force: true })))
}

function delay(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', stop, { once: true })
    function done(): void {
      signal?.removeEventListener('abort', stop)
      resolve()
    }
    function stop(): void {
      clearTimeout(timer)
      reject(new DOMException('stopped', 'AbortError'))
    }
  })
}
