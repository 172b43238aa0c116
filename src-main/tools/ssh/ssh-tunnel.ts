/** OpenSSH as a tunnel for one TCP port, to the account whose key can open nothing else. */
import { connect } from 'node:net'
import { doorAccount } from '../../kernel/door-account.ts'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface Tunnel {
  readonly address: string
  readonly port: number
  readonly identityFile: string
  readonly knownHostsFile: string
  /** Under which it has the keys, whatever the address. */
  readonly hostKeyAlias: string
  readonly localPort: number
  readonly remotePort: number
}

/** `-F none`: root's own configuration has no say. Alive checks of 2 s find a dead link within 7 s. */
export function tunnelArgv(tunnel: Tunnel): [string, ...string[]] {
  const options = [
    `UserKnownHostsFile=${tunnel.knownHostsFile}`,
    `HostKeyAlias=${tunnel.hostKeyAlias}`,
    'StrictHostKeyChecking=yes',
    'BatchMode=yes',
    'IdentitiesOnly=yes',
    'ExitOnForwardFailure=yes',
    'ConnectTimeout=5',
    'ServerAliveInterval=2',
    'ServerAliveCountMax=3',
    'GlobalKnownHostsFile=none',
    'UpdateHostKeys=no',
    'IdentityAgent=none',
    'ControlPath=none',
    'Compression=no',
    'Ciphers=^aes128-gcm@openssh.com',
    'LogLevel=ERROR',
  ]
  return [
    'ssh',
    ...['-F', 'none', '-N', '-T', '-l', doorAccount, '-i', tunnel.identityFile, '-p', String(tunnel.port)],
    ...options.flatMap((option) => ['-o', option]),
    ...['-L', `127.0.0.1:${tunnel.localPort}:127.0.0.1:${tunnel.remotePort}`],
    '--',
    tunnel.address,
  ]
}

/** Keeps the tunnel open; returns when it ended by itself, throws when it failed or `signal` ended it. */
export async function runTunnel(tunnel: Tunnel, options: RunOptions): Promise<void> {
  await run({ title: titles.openTunnel({}), argv: tunnelArgv(tunnel), diesWithAgent: true }, options)
}

/** ssh listens only once it is signed in. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    const end = (listening: boolean) => {
      socket.destroy()
      resolve(listening)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.setTimeout(2_000, () => end(false))
  })
}
