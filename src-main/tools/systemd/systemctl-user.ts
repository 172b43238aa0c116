import { existsSync } from 'node:fs'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** Starts a unit of a person's own service manager, as root (systemctl(1), --machine=USER@.host). */
export async function startUserUnit(person: string, unit: string, options: RunOptions): Promise<void> {
  await run(
    {
      title: titles.changeUnit({ verb: 'start', unit }),
      argv: ['systemctl', '--user', `--machine=${person}@.host`, 'start', '--', unit],
    },
    options,
  )
}

/** Starts a unit of the service manager of whoever runs this. */
export async function startOwnUnit(unit: string, environment: NodeJS.ProcessEnv, options: RunOptions): Promise<void> {
  const runtime = environment['XDG_RUNTIME_DIR']
  await run(
    {
      title: titles.changeUnit({ verb: 'start', unit }),
      argv: ['systemctl', '--user', '--quiet', 'start', '--', unit],
      ...(runtime === undefined ? {} : { env: { XDG_RUNTIME_DIR: runtime } }),
    },
    options,
  )
}

interface Owner {
  readonly uid: number
  readonly gid: number
}

/**
 * Through the manager's own socket, as its person: `--machine` would sign them in for a moment, and start their message bus,
 * which then sits in their home.
 */
export async function changeUserUnit(
  verb: 'start' | 'stop',
  unit: string,
  owner: Owner,
  options: RunOptions,
): Promise<void> {
  // Starting is not waited for. 5: it is not there any more (systemctl(1)).
  const words = verb === 'start' ? ['--no-block', 'start'] : ['stop']
  const argv = [...systemctlOf(owner), ...words, '--', unit] as const
  await run({ title: titles.changeUnit({ verb, unit }), argv, exitCodes: [0, 5], cwd: '/' }, options)
}

/** For the sessions of one person alone; starts and stops nothing. Only where `hasUserManager` says so. */
export async function enableUserUnit(
  verb: 'enable' | 'disable',
  unit: string,
  owner: Owner,
  options: RunOptions,
): Promise<void> {
  const argv = [...systemctlOf(owner), verb, '--', unit] as const
  await run({ title: titles.changeUnit({ verb, unit }), argv, cwd: '/' }, options)
}

/** 1: it is not; 4: there is no such unit (systemctl(1)). Only where `hasUserManager` says so. */
export async function isUserUnitEnabled(unit: string, owner: Owner, options: RunOptions): Promise<boolean> {
  const argv = [...systemctlOf(owner), 'is-enabled', '--', unit] as const
  const { exitCode } = await run({ title: titles.checkUnits({}), argv, exitCodes: [0, 1, 4], cwd: '/' }, options)
  return exitCode === 0
}

/** One that was given up is not started again otherwise. 1: it is not loaded. Only where `hasUserManager` says so. */
export async function forgetUserUnitFailure(unit: string, owner: Owner, options: RunOptions): Promise<void> {
  const argv = [...systemctlOf(owner), 'reset-failed', '--', unit] as const
  await run({ title: titles.checkUnits({}), argv, exitCodes: [0, 1], cwd: '/' }, options)
}

/** Whether it was given up. Only where `hasUserManager` says so. */
export async function isUserUnitFailed(unit: string, owner: Owner, options: RunOptions): Promise<boolean> {
  const argv = [...systemctlOf(owner), 'is-failed', '--', unit] as const
  const { exitCode } = await run({ title: titles.checkUnits({}), argv, exitCodes: [0, 1, 4], cwd: '/' }, options)
  return exitCode === 0
}

/** Starts and stops nothing (systemctl(1)). Only where `hasUserManager` says so: it ends with 1 where none runs. */
export async function reloadUserUnitFiles(owner: Owner, options: RunOptions): Promise<void> {
  const argv = [...systemctlOf(owner), 'daemon-reload'] as const
  await run({ title: titles.reloadUnits({}), argv, cwd: '/' }, options)
}

/** Whether a service manager of this account runs now. */
export function hasUserManager(uid: number): boolean {
  return existsSync(`/run/user/${uid}/systemd/private`)
}

// prettier-ignore
function systemctlOf({ uid, gid }: Owner) {
  return [
    'setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--',
    'env', `XDG_RUNTIME_DIR=/run/user/${uid}`, 'systemctl', '--user', '--quiet',
  ] as const
}
