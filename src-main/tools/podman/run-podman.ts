/**
 * podman(1) of a person, 4.3 to 5.4, without root. It is run as the person, in their session: root in a store of theirs makes it
 * unusable (containers/storage#1849). Not with `diesWithAgent`: a process of podman's own holds the namespace of all its containers,
 * and has to outlive what started it.
 */
import { existsSync } from 'node:fs'
import type { z } from 'zod'
import type { Account } from '../accounts/as-person.ts'
import { parseAnswer, type EngineCommand } from '../containers/engine.ts'
import { run, type RunOptions, type RunResult } from '../run.ts'

const program = '/usr/bin/podman'

export interface PodmanPerson extends Account {
  readonly name: string
  readonly home: string
}

export function isPodmanInstalled(): boolean {
  return existsSync(program)
}

/** Without it podman would make a place of its own in /tmp, apart from what the person runs. */
export function hasSession({ uid }: PodmanPerson): boolean {
  return existsSync(`/run/user/${uid}`)
}

/** newuidmap(1) gives the person their numbers, and is let do so only without `--no-new-privs` (`asPerson`). */
export function runPodman(
  { uid, gid, name, home }: PodmanPerson,
  { words, ...command }: EngineCommand,
  options: RunOptions,
): Promise<RunResult> {
  const argv = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--init-groups', '--inh-caps=-all', '--'] as const
  const runtime = `/run/user/${uid}`
  return run(
    {
      ...command,
      argv: [...argv, program, ...words],
      cwd: '/',
      env: {
        ...{ HOME: home, USER: name, LOGNAME: name, XDG_RUNTIME_DIR: runtime },
        DBUS_SESSION_BUS_ADDRESS: `unix:path=${runtime}/bus`,
      },
    },
    options,
  )
}

export async function askPodman<S extends z.ZodType>(
  person: PodmanPerson,
  command: EngineCommand,
  schema: S,
  options: RunOptions,
): Promise<z.output<S>> {
  return parseAnswer('podman', (await runPodman(person, command, options)).stdout, schema)
}
