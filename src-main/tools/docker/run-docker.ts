/**
 * docker(1), 26.1, asked as root over the socket of the system's dockerd. Asking one that is not running would start it where systemd
 * listens for it, so `isDockerRunning` comes first.
 */
import { existsSync } from 'node:fs'
import { z } from 'zod'
import { readOwnText } from '../files/own-file.ts'
import { parseAnswer, type EngineCommand } from '../containers/engine.ts'
import { run, type RunOptions, type RunResult } from '../run.ts'

const client = '/usr/bin/docker'
const daemons = ['/usr/bin/dockerd', '/usr/sbin/dockerd']
const pidFile = '/run/docker.pid'

/** podman-docker brings a program of the client's name that is podman. */
export function isDockerInstalled(): boolean {
  return existsSync(client) && daemons.some((one) => existsSync(one))
}

export function isDockerRunning(): boolean {
  try {
    const pid = z.coerce.number().int().positive().parse(readOwnText(pidFile))
    return readOwnText(`/proc/${pid}/comm`) === 'dockerd\n'
  } catch {
    return false
  }
}

/** Whichever daemon a setting of root's names: it is asked for the system's. */
export function runDocker({ words, ...command }: EngineCommand, options: RunOptions): Promise<RunResult> {
  const env = { DOCKER_HOST: 'unix:///run/docker.sock', DOCKER_CONFIG: '/nonexistent' }
  return run({ ...command, argv: [client, ...words], cwd: '/', env, diesWithAgent: true }, options)
}

export async function askDocker<S extends z.ZodType>(
  command: EngineCommand,
  schema: S,
  options: RunOptions,
): Promise<z.output<S>> {
  return parseAnswer('docker', (await runDocker(command, options)).stdout, schema)
}
