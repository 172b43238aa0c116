import type { AllInAgent } from '../../../commons/capability/agent-capability.ts'
import { requireLock } from '../../../commons/ledger/on-machine/lock-file.ts'
import { takeOfHomes } from '../../../commons/snapshot-sets/on-machine/take-of-homes.ts'
import { readPeerAddress } from '../../../commons/transfers/on-machine/peer-address.ts'
import { lookAtSyncthingOf } from '../../../commons/person-syncthing/on-machine/answers.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { answer, type Answer, type HostContext } from '../../../machine/machine.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { askAsPerson } from '../../../tools/syncthing/person/ask-as-person.ts'
import {
  changeUserUnit,
  enableUserUnit,
  forgetUserUnitFailure,
  hasUserManager,
} from '../../../tools/systemd/systemctl-user.ts'
import { liveMessages } from '../messages.ts'
import { liveAnswers, type LiveAct, type LivePersonRequest } from '../person-requests.ts'
import {
  findLiveSets,
  joinLive,
  leaveLive,
  lookAtLive,
  readLive,
  renewLive,
  resumeLive,
  startForLive,
} from '../verbs.ts'
import { isSetUp, nothingLive, readLiveState, writeLiveState, type LiveRecord } from './live-state.ts'
import { startOnce, startSyncthing, syncthingUnit } from './start-syncthing.ts'

export function createLiveAnswers({ areas }: Pick<AllInAgent, 'areas'>): readonly Answer[] {
  return [
    answer(readLive, (_input, { host }) => Promise.resolve({ ours: oursOf(readLiveState(host.stateFolder).folders) })),
    answer(lookAtLive, async ({ places }, { host, signal }) => {
      const { person, stateFolder } = host
      const { folders, isOverInternet, formerly } = readLiveState(stateFolder)
      const ours = folders.map(({ place }) => place)
      const request = { ask: 'live-look', home: person.home, places, kept: formerly, ours } as const
      const [seen, syncthing] = await Promise.all([
        askAsPerson(person, request, liveAnswers.look, { signal }),
        lookAtSyncthingOf(host, { signal }),
      ])
      return { ...seen, syncthing, home: person.home, ours: oursOf(folders), isOverInternet }
    }),
    answer(findLiveSets, async ({ places }, { host: { person }, signal }) => ({
      sets: await askAsPerson(person, { ask: 'live-sets', home: person.home, places }, liveAnswers.sets, { signal }),
    })),
    answer(startForLive, async ({ operationId, isOverInternet }, { host, signal }) => {
      requireLock(host.stateFolder, operationId)
      await takeOfHomes(host, areas, { switchId: operationId, occasion: liveMessages.before({}) }, { signal })
      return startSyncthing(host, isOverInternet, { signal })
    }),
    answer(joinLive, async ({ operationId, isOverInternet, peer, folders }, { host, signal }) => {
      requireLock(host.stateFolder, operationId)
      const state = readLiveState(host.stateFolder)
      const syncthing = await lookAtSyncthingOf(host, { signal })
      const former = state.peer?.isAdded === true && state.peer.id !== peer.deviceId ? state.peer.id : undefined
      const home = host.person.home
      // It has another identity since it was set up anew.
      if (former !== undefined) await act(host, { ask: 'live-leave', home, folders: [], peer: former }, { signal })
      const isKnown = syncthing.kind === 'running' && syncthing.devices.some(({ id }) => id === peer.deviceId)
      const isOurs = state.peer?.id === peer.deviceId && state.peer.isAdded
      const addsPeer = !isKnown || isOurs
      const places = folders.map(({ place }) => place)
      const look = { ask: 'live-look', home, places: [], kept: places, ours: [] } as const
      const { versions } = await askAsPerson(host.person, look, liveAnswers.look, { signal })
      const added = folders.map((one) => ({
        ...one,
        keepsAll: versions.includes(one.place) && !state.formerly.includes(one.place),
      }))
      writeLiveState(host.stateFolder, {
        ...{ ...state, isOverInternet },
        folders: [...state.folders, ...added.map(({ id, place, keepsAll }) => ({ id, place, hadVersions: keepsAll }))],
        peer: { id: peer.deviceId, port: peer.port, isAdded: addsPeer },
        formerly: state.formerly.filter((one) => !places.includes(one)),
      })
      const addresses = addressesOf(host, peer.port, isOverInternet)
      const device = { id: peer.deviceId, name: peer.name, addresses: [...addresses] }
      const request = { ask: 'live-join', home, peer: device, addsPeer, folders: added } as const
      await act(host, { ...request, ...(state.generated === undefined ? {} : { isOverInternet }) }, { signal })
      return {}
    }),
    answer(resumeLive, async ({ operationId, folders }, { host, signal }) => {
      requireLock(host.stateFolder, operationId)
      await act(host, { ask: 'live-resume', home: host.person.home, folders }, { signal })
      return {}
    }),
    answer(renewLive, async ({ operationId, folders }, { host, signal }) => {
      requireLock(host.stateFolder, operationId)
      const { folders: ours, peer, isOverInternet } = readLiveState(host.stateFolder)
      const isOurs = ({ id, place }: { readonly id: string; readonly place: BytePath }): boolean =>
        ours.some((one) => one.id === id && one.place === place)
      const request = { ask: 'live-renew', home: host.person.home, folders: folders.filter(isOurs) } as const
      const device =
        peer?.isAdded === true
          ? { peer: { id: peer.id, addresses: [...addressesOf(host, peer.port, isOverInternet)] } }
          : {}
      await act(host, { ...request, ...device }, { signal })
      return {}
    }),
    answer(leaveLive, async ({ operationId, places, deleteVersions, staysSetUp }, { host, signal }) => {
      requireLock(host.stateFolder, operationId)
      const occasion = liveMessages.beforeDeleting({})
      if (deleteVersions) await takeOfHomes(host, areas, { switchId: operationId, occasion }, { signal })
      await leaveFolders(host, { places, staysSetUp }, { signal })
      if (deleteVersions) await forgetVersions(host, places, { signal })
      return {}
    }),
  ]
}

const oursOf = (folders: LiveRecord['folders']) => folders.map(({ id, place }) => ({ id, place }))

/** Where the other laptop is: it says so itself, or pairing knows it. */
function addressesOf(host: HostContext, port: number, isOverInternet: boolean): readonly string[] {
  const { address } = readPeerAddress(host)
  const shown = address.includes(':') ? `[${address}]` : address
  return [`tcp://${shown}:${port}`, ...(isOverInternet ? ['dynamic'] : [])]
}

interface Leaving {
  readonly places: readonly BytePath[] | undefined
  readonly staysSetUp: boolean
}

async function leaveFolders(host: HostContext, { places, staysSetUp }: Leaving, options: RunOptions): Promise<void> {
  const { person, stateFolder } = host
  const state = readLiveState(stateFolder)
  const going = state.folders.filter(({ place }) => places === undefined || places.includes(place))
  const staying = state.folders.filter((one) => !going.includes(one))
  const isLast = staying.length === 0 && !staysSetUp
  if (going.length === 0 && !(isLast && isSetUp(state))) return
  const peer = isLast && state.peer?.isAdded === true ? state.peer.id : undefined
  // One that was removed since has nothing of ours any more.
  const { kind } = await lookAtSyncthingOf(host, options)
  if (kind !== 'none' && (going.length > 0 || peer !== undefined)) {
    if (kind === 'stopped') await startOnce(host, options)
    await act(host, { ask: 'live-leave', home: person.home, folders: going, peer }, options)
  }
  // Only what was kept while it was live is ours to offer.
  const ours = going.filter(({ hadVersions }) => !hadVersions).map(({ place }) => place)
  const formerly = [...new Set([...state.formerly, ...ours])]
  writeLiveState(stateFolder, { ...readLiveState(stateFolder), folders: staying, formerly })
  if (isLast) await takeBack(host, options)
}

/** What is there for nothing else. Settings in which the person has set up something since stay, and so does what runs with them. */
async function takeBack(host: HostContext, options: RunOptions): Promise<void> {
  const { person, stateFolder } = host
  const { generated, isEnabled, isStarted, formerly } = readLiveState(stateFolder)
  const syncthing = await lookAtSyncthingOf(host, options)
  const isUsed = syncthing.kind === 'running' && syncthing.folders.length + syncthing.devices.length > 0
  const isOurs = !isUsed || generated === undefined
  // Its settings do not go before it is kept from starting with others.
  if (isOurs && (isEnabled || isStarted) && !hasUserManager(person.uid)) throw liveMessages.notSignedIn({})
  if (isOurs && hasUserManager(person.uid)) {
    if (isEnabled) await enableUserUnit('disable', syncthingUnit, person, options)
    if (isStarted) await changeUserUnit('stop', syncthingUnit, person, options)
    await forgetUserUnitFailure(syncthingUnit, person, options)
  }
  if (isOurs && generated !== undefined)
    await act(host, { ask: 'live-forget', home: person.home, folder: generated }, options)
  writeLiveState(stateFolder, { ...nothingLive, formerly })
}

async function forgetVersions(host: HostContext, places: readonly BytePath[] | undefined, options: RunOptions) {
  const state = readLiveState(host.stateFolder)
  const going = state.formerly.filter((place) => places === undefined || places.includes(place))
  if (going.length === 0) return
  await act(host, { ask: 'live-delete-versions', home: host.person.home, places: going }, options)
  writeLiveState(host.stateFolder, { ...state, formerly: state.formerly.filter((one) => !going.includes(one)) })
}

async function act(
  { person }: HostContext,
  request: LivePersonRequest,
  options: RunOptions,
): Promise<Extract<LiveAct, { kind: 'done' }>> {
  const done = await askAsPerson(person, request, liveAnswers.act, options)
  if (done.kind === 'not-running') throw liveMessages.notRunning({})
  if (done.kind === 'refused') throw liveMessages.refused({ details: done.details }, { details: done.details })
  return done
}
