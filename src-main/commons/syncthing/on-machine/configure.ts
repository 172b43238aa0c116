/** The one configuration that our Syncthing has, brought about through its API, whatever it was before. */
import { z } from 'zod'
import { changeConfigPart, readConfigPart, readSystemStatus } from '../../../tools/syncthing/syncthing.ts'
import { type SyncthingApi } from '../../../tools/syncthing/syncthing-request.ts'
import { syncFolderSchema } from '../verbs.ts'
import { syncPort } from './instance.ts'
import { markerName, mirrorFolder } from './mirror.ts'
import { syncthingMessages } from '../messages.ts'

type Signalled = { readonly signal?: AbortSignal | undefined }

const options = {
  listenAddresses: [`tcp://127.0.0.1:${syncPort}`],
  globalAnnounceEnabled: false,
  localAnnounceEnabled: false,
  relaysEnabled: false,
  natEnabled: false,
  announceLANAddresses: false,
  stunKeepaliveStartS: 0,
  startBrowser: false,
  urAccepted: -1,
  crashReportingEnabled: false,
  autoUpgradeIntervalH: 0,
  // The tunnel may come up a moment after it is first tried.
  reconnectionIntervalS: 1,
  setLowPriority: false,
  progressUpdateIntervalS: 1,
  // After so many hours it deletes every file named like its temporary ones, a person's own too: ten years.
  keepTemporariesH: 87_600,
}

/** What every mirror has; what each was seen to do: docs/facts/mirror.md, docs/facts/syncthing.md. */
const folderDefaults = {
  filesystemType: 'basic',
  markerName,
  // Each side takes what the other has; which is right is found out by the names of the files.
  type: 'sendreceive',
  paused: false,
  fsWatcherEnabled: false,
  // Scanned only when a switch asks for it.
  rescanIntervalS: 0,
  // Everything in a mirror is root's and for root alone. On, any of the last four make it compare change times, and whatever
  // is put into the mirror then makes its index wrong.
  ignorePerms: true,
  syncOwnership: false,
  sendOwnership: false,
  syncXattrs: false,
  sendXattrs: false,
  autoNormalize: false,
  // btrfs tells names that differ in case apart; without it each file costs a check.
  caseSensitiveFS: true,
  // What was fetched is flushed where it is proven.
  disableFsync: true,
  maxConcurrentWrites: 16,
  maxConflicts: 0,
  versioning: { type: '' },
  minDiskFree: { value: 512, unit: 'MB' },
  // Above 100 means never: looking for moved blocks took longer than sending 300 MB anew (2.0 has dropped it).
  weakHashThresholdPct: 101,
  pullerPauseS: 1,
  copyRangeMethod: 'copy_file_range',
}

const idsSchema = z.array(z.object({ id: z.string() }))
const devicesSchema = z.array(z.object({ deviceID: z.string() }))

export interface SyncthingPeer {
  readonly deviceId: string
  readonly name: string
  /** The peer's address; undefined where the peer connects to us. */
  readonly address: string | undefined
}

/** Options, the one peer, and the mirrors. Whatever else stands there is taken out. What is so already is left as it is. */
export async function configureSyncthing(
  api: SyncthingApi,
  stateFolder: string,
  peer: SyncthingPeer,
  signalled: Signalled,
): Promise<void> {
  const { deviceId: own } = await readSystemStatus(api, signalled)
  await changeConfigPart(api, { method: 'PATCH', part: 'options', body: options }, signalled)
  await removeStrangers(api, [own, peer.deviceId], signalled)
  const device = {
    deviceID: peer.deviceId,
    name: peer.name,
    // "dynamic" with every kind of discovery off: waits to be called.
    addresses: [peer.address ?? 'dynamic'],
    // Not before there is a way to it: after an attempt that failed it waits 5 s.
    paused: peer.address !== undefined,
    autoAcceptFolders: false,
    introducer: false,
  }
  await changeConfigPart(api, { method: 'PUT', part: `devices/${peer.deviceId}`, body: device }, signalled)
  for (const id of syncFolderSchema.options) {
    const folder = {
      ...folderDefaults,
      id,
      label: id,
      path: mirrorFolder(stateFolder, id),
      devices: [{ deviceID: own }, { deviceID: peer.deviceId }],
    }
    await changeConfigPart(api, { method: 'PUT', part: `folders/${id}`, body: folder }, signalled)
  }
}

/** From now on the peer is called at its address. */
export async function callPeer(api: SyncthingApi, { deviceId }: SyncthingPeer, signalled: Signalled): Promise<void> {
  await changeConfigPart(api, { method: 'PATCH', part: `devices/${deviceId}`, body: { paused: false } }, signalled)
}

async function removeStrangers(api: SyncthingApi, known: readonly string[], signalled: Signalled): Promise<void> {
  const [devices, folders] = await Promise.all([
    readConfigPart(api, 'devices', devicesSchema, signalled),
    readConfigPart(api, 'folders', idsSchema, signalled),
  ])
  for (const { id } of folders.filter((folder) => !syncFolderSchema.safeParse(folder.id).success))
    await changeConfigPart(api, { method: 'DELETE', part: `folders/${encodeURIComponent(id)}` }, signalled)
  for (const { deviceID } of devices.filter((device) => !known.includes(device.deviceID)))
    await changeConfigPart(api, { method: 'DELETE', part: `devices/${deviceID}` }, signalled)
}

/** The one device that is not ourselves. */
export async function requirePeerId(api: SyncthingApi, signalled: Signalled): Promise<string> {
  const [{ deviceId: own }, devices] = await Promise.all([
    readSystemStatus(api, signalled),
    readConfigPart(api, 'devices', devicesSchema, signalled),
  ])
  const peer = devices.map(({ deviceID }) => deviceID).find((id) => id !== own)
  if (peer !== undefined) return peer
  throw syncthingMessages.peerUnknown({})
}
