import type { Output } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import { readInstalledVersion, readSyncthingVersion, readSystemStatus } from '../../../tools/syncthing/syncthing.ts'
import { identifySync, joinSync, leaveSync, readSync, scanSync, startSync } from '../verbs.ts'
import { callPeer, configureSyncthing } from './configure.ts'
import { findApi, requireApi, startInstance, stopInstance, tunnelPort } from './instance.ts'
import { createTunnelKeeper, type TunnelKeeper } from './keep-tunnel.ts'
import { readStatus } from './read-status.ts'
import { scanMirror } from './scan.ts'

/** One set for each agent: it owns the tunnel that it opens. */
export function createSyncthingAnswers(): readonly Answer[] {
  return [answerIdentify, answerStart, answerScan, ...peerAnswers(createTunnelKeeper())]
}

type Identified = Output<typeof identifySync>

const answerIdentify = answer(identifySync, async (_input, { host, signal }): Promise<Identified> => {
  const [version, api] = await Promise.all([readInstalledVersion({ signal }), findApi(host)])
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
  await scanMirror(await requireApi(context.host), folder, names, context)
  return {}
})

function peerAnswers(tunnel: TunnelKeeper): readonly Answer[] {
  return [
    answer(joinSync, async ({ role, peerDeviceId, peerName }, { host, signal }) => {
      const api = await requireApi(host)
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
      const status = await readStatus(await requireApi(host), folder, signal)
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
