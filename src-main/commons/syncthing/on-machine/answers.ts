import { bytePathFromText, bufferFromBytePath, isUtf8, type BytePath } from '../../../kernel/byte-path.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import { run } from '../../../tools/run.ts'
import {
  changeConfigPart,
  overrideFolder,
  readLocalChanged,
  readInstalledVersion,
  readRemoteNeed,
  readSyncthingVersion,
  readSystemStatus,
  revertFolder,
} from '../../../tools/syncthing/syncthing.ts'
import {
  flushSync,
  holdSync,
  identifySync,
  joinSync,
  leaveSync,
  overrideSync,
  readSync,
  readSyncOwnChanges,
  revertSync,
  scanSync,
  setSyncFolder,
  startSync,
} from '../verbs.ts'
import type { RulesGuards } from '../rules-guards.ts'
import { configureSyncthing, folderPaths, pauseAllFolders, requirePeerId } from './configure.ts'
import { findApi, requireApi, startInstance, stopInstance, tunnelPort } from './instance.ts'
import { createTunnelKeeper, type TunnelKeeper } from './keep-tunnel.ts'
import { readStatus } from './read-status.ts'
import { scanOrStart } from './scan.ts'
import { setIgnores } from './set-ignores.ts'
import { titles } from '../../../tools/titles/messages.ts'

/** One set for each agent: it owns the tunnel that it opens. */
export function createSyncthingAnswers(guards: RulesGuards): readonly Answer[] {
  const tunnel = createTunnelKeeper()
  return [answerIdentify, answerStart, answerHold, ...folderAnswers(guards), ...peerAnswers(tunnel)]
}

const answerIdentify = answer(identifySync, async (_input, { host, signal }) => {
  const [version, api] = await Promise.all([readInstalledVersion({ signal }), findApi(host)])
  if (api === undefined) return { version, running: false }
  try {
    const { deviceId } = await readSystemStatus(api, { signal })
    return { deviceId, version, running: true }
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'syncthing-unavailable') return { version, running: false }
    throw thrown
  }
})

const answerStart = answer(startSync, async (_input, { host, signal }) => {
  const api = await startInstance(host, signal)
  const [{ deviceId }, version] = await Promise.all([
    readSystemStatus(api, { signal }),
    readSyncthingVersion(api, { signal }),
  ])
  return { deviceId, version }
})

const answerHold = answer(holdSync, async ({ held }, { host, signal }) => {
  const api = await requireApi(host)
  const peer = await requirePeerId(api, { signal })
  await changeConfigPart(api, { method: 'PATCH', part: `devices/${peer}`, body: { paused: held } }, { signal })
  return {}
})

function peerAnswers(tunnel: TunnelKeeper): readonly Answer[] {
  return [
    answer(joinSync, async ({ role, peerDeviceId, peerName }, { host, signal }) => {
      const api = await startInstance(host, signal)
      if (role === 'to') await tunnel.close()
      const address = role === 'from' ? `tcp://127.0.0.1:${tunnelPort}` : undefined
      await configureSyncthing(api, { deviceId: peerDeviceId, name: peerName, address }, { signal })
      if (role === 'from') await tunnel.open(host, signal)
      return {}
    }),
    answer(readSync, async ({ folder }, { host, signal }) => {
      const status = await readStatus(await requireApi(host), folder, signal)
      const problem = status.connected ? undefined : tunnel.problem()
      return problem === undefined ? status : { ...status, tunnelProblem: problem }
    }),
    answer(leaveSync, async (_input, { host, signal }) => {
      await tunnel.close()
      const api = await findApi(host)
      // One that hangs cannot be paused any more, but it can be stopped.
      if (api !== undefined) await pauseAllFolders(api, { signal }).catch(() => undefined)
      await stopInstance(signal)
      return {}
    }),
  ]
}

function folderAnswers(guards: RulesGuards): readonly Answer[] {
  return [
    answer(setSyncFolder, async ({ folder, type, ignores }, { host, signal }) => {
      guards[folder]?.(ignores)
      const api = await requireApi(host)
      await changeConfigPart(
        api,
        { method: 'PATCH', part: `folders/${folder}`, body: { type, paused: true } },
        { signal },
      )
      await setIgnores(api, folder, ignores, signal)
      return {}
    }),
    answer(scanSync, async ({ folder, subs = [] }, context) => {
      await scanOrStart(await requireApi(context.host), folder, subs.filter(isUtf8).map(textOf), context)
      return {}
    }),
    answer(readSyncOwnChanges, async ({ folder }, { host, signal }) => {
      const api = await requireApi(host)
      const peer = await requirePeerId(api, { signal })
      const [changed, unknownThere, { peerSequence }] = await Promise.all([
        readLocalChanged(api, folder, { signal }),
        readRemoteNeed(api, folder, peer, { signal }),
        readStatus(api, folder, signal),
      ])
      const names = [...new Set([...changed, ...unknownThere])].map(bytePathFromText)
      return { names, indexIsNew: peerSequence === 0 }
    }),
    answer(revertSync, async ({ folder }, { host, signal }) => {
      await revertFolder(await requireApi(host), folder, { signal })
      return {}
    }),
    answer(overrideSync, async ({ folder }, { host, signal }) => {
      await overrideFolder(await requireApi(host), folder, { signal })
      return {}
    }),
    answer(flushSync, async ({ folder }, { signal }) => {
      await run({ title: titles.sync({}), argv: ['sync', '--file-system', '--', folderPaths[folder]] }, { signal })
      return {}
    }),
  ]
}

function textOf(path: BytePath): string {
  return bufferFromBytePath(path).toString('utf8')
}
