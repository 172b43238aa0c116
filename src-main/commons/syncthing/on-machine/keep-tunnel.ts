/** The sender's SSH tunnel: reopened whenever it ends, until it is closed or the agent ends. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type AppError, toAppError } from '../../../kernel/app-error.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { explainSshEnd } from '../../../tools/ssh/ssh.ts'
import { isListening, runTunnel, type Tunnel } from '../../../tools/ssh/ssh-tunnel.ts'
import { peerAlias } from '../../transfers/known-hosts.ts'
import { readPeerAddress } from '../../transfers/on-machine/peer-address.ts'
import { syncPort, tunnelPort } from './instance.ts'
import { syncthingMessages } from '../messages.ts'

const openPatienceMs = 15_000
const pauseBetweenMs = 500

export interface TunnelKeeper {
  /** Opens it if it is not open, and waits until it is. */
  open(host: HostContext, signal: AbortSignal): Promise<void>
  close(): Promise<void>
  /** Why it is down. */
  problem(): string | undefined
}

interface OpenTunnel {
  readonly stop: AbortController
  readonly ended: Promise<void>
}

export function createTunnelKeeper(): TunnelKeeper {
  let current: OpenTunnel | undefined
  let lastProblem: string | undefined
  const keep = async (host: HostContext, signal: AbortSignal) => {
    while (!signal.aborted) {
      try {
        await runTunnel(await describeTunnel(host), { signal })
        lastProblem = 'the connection ended'
      } catch (thrown) {
        const error = toAppError(thrown)
        lastProblem = error.details ?? error.message
      }
      await sleep(pauseBetweenMs, undefined, { signal }).catch(() => undefined)
    }
  }
  return {
    async open(host, signal) {
      if (current === undefined) {
        const stop = new AbortController()
        const ended = keep(host, AbortSignal.any([stop.signal, host.closing]))
        current = { stop, ended }
      }
      const deadline = Date.now() + openPatienceMs
      while (!(await isListening(tunnelPort))) {
        if (Date.now() > deadline) throw noTunnel(host, lastProblem)
        await sleep(50, undefined, { signal })
      }
      lastProblem = undefined
    },
    async close() {
      const open = current
      current = undefined
      lastProblem = undefined
      open?.stop.abort()
      await open?.ended
    },
    problem: () => lastProblem,
  }
}

async function describeTunnel(host: HostContext): Promise<Tunnel> {
  const { appFolder } = host
  const { address, port } = await readPeerAddress(host)
  return {
    address,
    port,
    identityFile: join(appFolder, 'id_ed25519'),
    knownHostsFile: join(appFolder, 'known_hosts'),
    hostKeyAlias: peerAlias,
    localPort: tunnelPort,
    remotePort: syncPort,
  }
}

function noTunnel({ peer }: HostContext, words: string | undefined): AppError {
  const known = words === undefined ? undefined : explainSshEnd(words)
  if (known !== undefined && known.code !== 'unreachable') return known
  return syncthingMessages.noTunnel({ peer }, { details: words })
}
