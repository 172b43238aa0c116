import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Output } from '../../../contract/define.ts'
import { AppError, toAppError } from '../../../kernel/app-error.ts'
import { bytePathFromText } from '../../../kernel/byte-path.ts'
import { answer, type Answer, type AnswerContext, type HostContext } from '../../../machine/machine.ts'
import { isListening, runTunnel, type Tunnel } from '../../../tools/ssh/ssh-tunnel.ts'
import { explainSshEnd } from '../../../tools/ssh/ssh.ts'
import type { SyncthingApi } from '../../../tools/syncthing/syncthing-request.ts'
import {
  readInstalledVersion,
  readSyncthingVersion,
  readSystemStatus,
  readConnection,
  readFolderErrors,
  readFolderStatus,
  readPeerSequence,
  scanFolder,
} from '../../../tools/syncthing/syncthing.ts'
import { peerAlias } from '../../transfers/known-hosts.ts'
import { readPeerAddress } from '../../transfers/on-machine/peer-address.ts'
import { syncthingMessages } from '../messages.ts'
import { identifySync, joinSync, leaveSync, readSync, scanSync, startSync, type SyncFolder } from '../verbs.ts'
import { callPeer, configureSyncthing, requirePeerId } from './configure.ts'
import { findApi, requireApi, startInstance, stopInstance, tunnelPort, syncPort } from './instance.ts'

/** One set for each agent: it owns the tunnel that it opens. */
export function createSyncthingAnswers(): readonly Answer[] {
  return [answerIdentify, answerStart, answerScan, ...peerAnswers(createTunnelKeeper())]
}

type Identified = Output<typeof identifySync>

const answerIdentify = answer(identifySync, async (_input, { host, signal }): Promise<Identified> => {
  const version = await readInstalledVersion({ signal })
  const api = findApi(host)
  if (api === undefined) return { version, state: 'never-started' }
  try {
    await readSystemStatus(api, { signal })
    return { version, state: 'running' }
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'syncthing-unavailable') return { version, state: 'stopped' }
    throw thrown
  }
})

const answerStart = answer(startSync, async ({ withoutIndex }, { host, signal }) => {
  const api = await startInstance(host, { withoutIndex }, signal)
  const [{ deviceId }, version] = await Promise.all([
    readSystemStatus(api, { signal }),
    readSyncthingVersion(api, { signal }),
  ])
  return { deviceId, version }
})

const answerScan = answer(scanSync, async ({ folder, names }, context) => {
  await scanMirror(requireApi(context.host), folder, names, context)
  return {}
})

function peerAnswers(tunnel: TunnelKeeper): readonly Answer[] {
  return [
    answer(joinSync, async ({ role, peerDeviceId, peerName }, { host, signal }) => {
      const api = requireApi(host)
      if (role === 'to') await tunnel.close()
      const address = role === 'from' ? `tcp://127.0.0.1:${tunnelPort}` : undefined
      const peer = { deviceId: peerDeviceId, name: peerName, address }
      await configureSyncthing(api, host.stateFolder, peer, { signal })
      if (role === 'to') return {}
      await tunnel.open(host, signal)
      await callPeer(api, peer, { signal })
      return {}
    }),
    answer(readSync, async ({ folder }, { host, signal }) => {
      const status = await readStatus(requireApi(host), folder, signal)
      const problem = status.connected ? undefined : tunnel.problem()
      return problem === undefined ? status : { ...status, tunnelProblem: problem }
    }),
    answer(leaveSync, async (_input, { signal }) => {
      await tunnel.close()
      await stopInstance(signal)
      return {}
    }),
  ]
}

async function readStatus(
  api: SyncthingApi,
  folder: SyncFolder,
  signal: AbortSignal,
): Promise<Output<typeof readSync>> {
  const peer = await requirePeerId(api, { signal })
  const [connection, status, peerSequence, problems] = await Promise.all([
    readConnection(api, peer, { signal }),
    readFolderStatus(api, folder, { signal }),
    readPeerSequence(api, { folder, device: peer }, { signal }),
    readFolderErrors(api, folder, { signal }),
  ])
  return {
    ...connection,
    state: status.state,
    error: status.error,
    needItems: status.needTotalItems,
    needBytes: status.needBytes,
    sequence: status.sequence,
    peerSequence,
    problems: problems.map(({ path, error }) => ({ path: bytePathFromText(path), words: error })),
  }
}

const pulseMs = 1_000

/** One request may carry 30,000 paths, and from 10,000 on a whole scan is as fast (docs/facts/mirror.md). */
const mostNamed = 5_000

/** Has a mirror scanned, and waits until the scan is finished. */
async function scanMirror(
  api: SyncthingApi,
  folder: SyncFolder,
  names: readonly string[],
  { signal }: Pick<AnswerContext, 'signal'>,
): Promise<void> {
  const working = new AbortController()
  const both = AbortSignal.any([signal, working.signal])
  const work = scanFolder(api, folder, names.length > mostNamed ? [] : names, { signal: both })
  try {
    await Promise.race([work, pulse(api, folder, both)])
  } finally {
    working.abort()
    await work.catch(() => undefined)
  }
  await requireHealthy(api, folder, signal)
}

/** Never ends by itself: throws when Syncthing stops answering. */
async function pulse(api: SyncthingApi, folder: SyncFolder, signal: AbortSignal): Promise<never> {
  for (;;) {
    await sleep(pulseMs, undefined, { signal })
    await readFolderStatus(api, folder, { signal })
  }
}

/** A missing marker only shows in the status. */
async function requireHealthy(api: SyncthingApi, folder: SyncFolder, signal: AbortSignal): Promise<void> {
  const { state, error } = await readFolderStatus(api, folder, { signal })
  if (state !== 'error' && error === '') return
  throw syncthingMessages.notScanned({ folder }, { details: error === '' ? state : error })
}

const openPatienceMs = 15_000

const pauseBetweenMs = 500

interface TunnelKeeper {
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

/** The sender's SSH tunnel: reopened whenever it ends, until it is closed or the agent ends. */
function createTunnelKeeper(): TunnelKeeper {
  let current: OpenTunnel | undefined
  let lastProblem: string | undefined
  const keep = async (host: HostContext, signal: AbortSignal) => {
    while (!signal.aborted) {
      try {
        await runTunnel(describeTunnel(host), { signal })
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

function describeTunnel(host: HostContext): Tunnel {
  const { appFolder } = host
  const { address, port } = readPeerAddress(host)
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
