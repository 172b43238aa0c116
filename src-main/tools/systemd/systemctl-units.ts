import { existsSync } from 'node:fs'
import { outcomeOf, type Outcome } from '../outcome.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export type UnitVerb = 'enable' | 'disable' | 'mask' | 'unmask'

/** Each that systemctl(1) ends with; why it did is in its words. */
const anyExitCode = [0, 1, 2, 3, 4, 5, 6, 7] as const

/** For every user, in the manager of each: what runs there goes on. */
export async function changeUserUnit(verb: UnitVerb, unit: string, options: RunOptions): Promise<Outcome> {
  return changeLinks(verb, unit, ['--global'], options)
}

/**
 * Ends with 1 for a unit that is masked or not there, when the name of an alias is another's, and (252, not 257) when a unit of its
 * "Also=" is not there; some of its links may have been made. A masked or disabled one is stopped too.
 */
export async function changeUnit(verb: UnitVerb, unit: string, options: RunOptions): Promise<Outcome> {
  const changed = await changeLinks(verb, unit, [], options)
  if (!changed.isDone || verb === 'enable' || verb === 'unmask') return changed
  const { exitCode, stderr } = await run({ ...stopCommand(unit), exitCodes: anyExitCode }, options)
  return { ...outcomeOf(exitCode, stderr), isDone: exitCode === 0 || exitCode === notLoaded }
}

/** From the next start on; nothing is started or stopped. Ends with 1 for what is no target (systemctl(1)). */
export async function setStartTarget(unit: string, options: RunOptions): Promise<Outcome> {
  const argv = ['systemctl', '--quiet', 'set-default', '--', unit] as const
  const { exitCode, stderr } = await run(
    { title: titles.changeUnit({ verb: 'set-default', unit }), argv, exitCodes: anyExitCode },
    options,
  )
  return outcomeOf(exitCode, stderr)
}

async function changeLinks(
  verb: UnitVerb,
  unit: string,
  more: readonly string[],
  options: RunOptions,
): Promise<Outcome> {
  const argv = ['systemctl', '--quiet', ...more, verb, '--', unit] as const
  const { exitCode, stderr } = await run(
    { title: titles.changeUnit({ verb, unit }), argv, exitCodes: anyExitCode },
    options,
  )
  return outcomeOf(exitCode, stderr)
}

/** It is not loaded, so there is nothing to stop (systemctl(1), exit status). */
const notLoaded = 5

/** Waits for its end. */
export async function stopUnit(unit: string, options: RunOptions): Promise<void> {
  await run({ ...stopCommand(unit), exitCodes: [0, notLoaded] }, options)
}

function stopCommand(unit: string) {
  return {
    title: titles.changeUnit({ verb: 'stop', unit }),
    argv: ['systemctl', '--quiet', 'stop', '--', unit],
  } as const
}

/** Does not wait; whether it runs is seen in the list of failed units. */
export async function startUnit(unit: string, options: RunOptions): Promise<void> {
  await run(
    {
      title: titles.changeUnit({ verb: 'start', unit }),
      argv: ['systemctl', '--quiet', '--no-block', 'start', '--', unit],
      exitCodes: [0, 1, 5, 6],
    },
    options,
  )
}

/** Does not wait for what it starts. Not done where it is masked, not there, or cannot be loaded. */
export async function attemptStart(unit: string, options: RunOptions): Promise<Outcome> {
  const { exitCode, stderr } = await run(
    {
      title: titles.changeUnit({ verb: 'start', unit }),
      argv: ['systemctl', '--quiet', '--no-block', 'start', '--', unit],
      exitCodes: anyExitCode,
    },
    options,
  )
  return outcomeOf(exitCode, stderr)
}

export async function listFailedUnits(options: RunOptions): Promise<readonly string[]> {
  const { stdout } = await run(
    {
      title: titles.listFailedUnits({}),
      argv: ['systemctl', '--failed', '--all', '--plain', '--no-legend', '--no-pager', '--full'],
    },
    options,
  )
  return parseFailedUnits(stdout)
}

/** Lines "unit load active sub description"; a unit that cannot be found any more is no failure of it. */
export function parseFailedUnits(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const unit = /^\s*(?:[●*] )?(\S+\.\w+)\s+\S+\s+failed\s/.exec(line)?.[1]
    if (unit === undefined) throw unreadableAnswer('systemctl --failed', line)
    return unit
  })
}

/** "active", "inactive", "failed", "activating"...; "inactive" for a unit that does not exist. */
export async function readActiveStates(
  units: readonly string[],
  options: RunOptions,
): Promise<ReadonlyMap<string, string>> {
  return parseUnitStates(await showUnits(units, 'ActiveState', options), 'ActiveState')
}

/** "enabled", "disabled", "static"...; empty for a unit that does not exist. */
export async function readEnabledStates(
  units: readonly string[],
  options: RunOptions,
): Promise<ReadonlyMap<string, string>> {
  return parseUnitStates(await showUnits(units, 'UnitFileState', options), 'UnitFileState')
}

type StateProperty = 'ActiveState' | 'UnitFileState'

async function showUnits(units: readonly string[], property: StateProperty, options: RunOptions): Promise<string> {
  const argv = ['systemctl', 'show', `--property=Id,${property}`, '--', ...units] as const
  return (await run({ title: titles.checkUnits({}), argv }, options)).stdout
}

export function parseUnitStates(text: string, property: StateProperty): ReadonlyMap<string, string> {
  const stanzas = text.split(/\n\n+/).filter((stanza) => stanza.trim() !== '')
  return new Map(
    stanzas.map((stanza) => {
      const id = /^Id=(.+)$/m.exec(stanza)?.[1]
      const state = new RegExp(`^${property}=(.*)$`, 'm').exec(stanza)?.[1]
      if (id === undefined || state === undefined) throw unreadableAnswer('systemctl show', stanza)
      return [id, state]
    }),
  )
}

export async function reloadUnitFiles(options: RunOptions): Promise<void> {
  await run({ title: titles.reloadUnits({}), argv: ['systemctl', 'daemon-reload'] }, options)
}

/** Waits for its end. What cannot reload is restarted. */
export async function refreshUnit(unit: string, how: 'reload' | 'restart', options: RunOptions): Promise<void> {
  const verb = how === 'reload' ? 'reload-or-restart' : 'restart'
  await run(
    { title: titles.changeUnit({ verb: how, unit }), argv: ['systemctl', '--quiet', verb, '--', unit] },
    options,
  )
}

/** Where it runs: reads its files anew, or starts anew where it cannot. Whether it came to that stands in systemd's journal. */
export async function refreshRunning(unit: string, options: RunOptions): Promise<void> {
  await run(
    {
      title: titles.changeUnit({ verb: 'reload', unit }),
      argv: ['systemctl', '--quiet', 'try-reload-or-restart', '--', unit],
      exitCodes: anyExitCode,
    },
    options,
  )
}

/**
 * What listens, with its unit files read anew. Waits for no start: one that never says that it is ready would take 90 s. A socket
 * cannot be started beside its service, and one that failed too often is started again only once that is forgotten.
 */
export async function restartListening(
  units: readonly string[],
  { service, socket }: Readonly<Record<'service' | 'socket', string>>,
  options: RunOptions,
): Promise<void> {
  await reloadUnitFiles(options)
  const quietly = async (unit: string, ...words: readonly string[]) => {
    const argv = ['systemctl', '--quiet', ...words, '--', unit] as const
    return run({ title: titles.changeUnit({ verb: 'restart', unit }), argv, exitCodes: anyExitCode }, options)
  }
  for (const unit of units) await quietly(unit, 'reset-failed')
  if (units.includes(socket) && units.includes(service)) await quietly(service, 'stop')
  for (const unit of [socket, service]) if (units.includes(unit)) await quietly(unit, '--no-block', 'restart')
}

/** Without it there are no services: in a container, for example (sd_booted(3)). */
export function isSystemdRunning(): boolean {
  return existsSync('/run/systemd/system')
}
