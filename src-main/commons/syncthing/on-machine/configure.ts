/** The one configuration that our Syncthing has, brought about through its API, whatever it was before. */
import { z } from 'zod'
import { changeConfigPart, readConfigPart, readSystemStatus } from '../../../tools/syncthing/syncthing.ts'
import { type SyncthingApi } from '../../../tools/syncthing/syncthing-request.ts'
import { syncFolderSchema, type SyncFolder } from '../verbs.ts'
import { syncPort } from './instance.ts'
import { syncthingMessages } from '../messages.ts'

type Signalled = { readonly signal?: AbortSignal | undefined }

export const folderPaths: Readonly<Record<SyncFolder, string>> = { etc: '/etc' }

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

/** What every folder of ours has; what each was seen to do: docs/facts/syncthing.md, docs/facts/speed.md. */
const folderDefaults = {
  filesystemType: 'basic',
  fsWatcherEnabled: false,
  // Scanned only when a switch asks for it.
  rescanIntervalS: 0,
  ignorePerms: false,
  // On, it renames files with decomposed names in the sender's folder.
  autoNormalize: false,
  syncOwnership: true,
  syncXattrs: true,
  // Zero lifts the limits of 1,024 and 4,096 bytes beyond which attributes are dropped.
  // Capabilities may only be set by who has CAP_SETFCAP, which the unit has not: one such file stops the folder.
  xattrFilter: {
    entries: [
      { match: 'security.*', permit: false },
      { match: '*', permit: true },
    ],
    maxSingleEntrySize: 0,
    maxTotalSize: 0,
  },
  // btrfs tells names that differ in case apart; without it each file costs a check.
  caseSensitiveFS: true,
  // Half of the time of small files; `sync.flush` does it once for all.
  disableFsync: true,
  maxConcurrentWrites: 16,
  // The loser of a conflict is in the snapshot; a copy of it beside the winner would be one more difference.
  maxConflicts: 0,
  versioning: { type: '' },
  minDiskFree: { value: 512, unit: 'MB' },
  // Above 100 means never: looking for moved blocks took longer than sending 300 MB anew (2.0 has dropped it).
  weakHashThresholdPct: 101,
  pullerPauseS: 1,
  copyRangeMethod: 'copy_file_range',
}

/**
 * Something that is always there unless the folder is not what it should be: then Syncthing stops instead of taking
 * everything for deleted. So there is no `.stfolder` of ours to be looked at.
 */
const markerNames: Readonly<Record<SyncFolder, string>> = { etc: 'passwd' }

const idsSchema = z.array(z.object({ id: z.string() }))
const devicesSchema = z.array(z.object({ deviceID: z.string() }))
const pausedSchema = z.object({ paused: z.boolean() })

export interface Peer {
  readonly deviceId: string
  readonly name: string
  /** The peer's address; undefined where the peer connects to us. */
  readonly address: string | undefined
}

/** Options, the one peer, and the folder, which is paused. Whatever else stands there is taken out. */
export async function configureSyncthing(api: SyncthingApi, peer: Peer, signalled: Signalled): Promise<void> {
  const { deviceId: own } = await readSystemStatus(api, signalled)
  await pauseAllFolders(api, signalled)
  await changeConfigPart(api, { method: 'PATCH', part: 'options', body: options }, signalled)
  await removeStrangers(api, [own, peer.deviceId], signalled)
  const device = {
    deviceID: peer.deviceId,
    name: peer.name,
    // "dynamic" with every kind of discovery off: waits to be called.
    addresses: [peer.address ?? 'dynamic'],
    // Held back until `sync.hold` lets go.
    paused: true,
    autoAcceptFolders: false,
    introducer: false,
  }
  await changeConfigPart(api, { method: 'PUT', part: `devices/${peer.deviceId}`, body: device }, signalled)
  for (const id of syncFolderSchema.options) {
    const folder = {
      ...folderDefaults,
      id,
      label: id,
      path: folderPaths[id],
      markerName: markerNames[id],
      devices: [{ deviceID: own }, { deviceID: peer.deviceId }],
      // Also after a killed switch: nothing runs until a step resumes it.
      type: 'sendonly',
      paused: true,
    }
    await changeConfigPart(api, { method: 'PUT', part: `folders/${id}`, body: folder }, signalled)
  }
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

export async function isPaused(api: SyncthingApi, folder: SyncFolder, signalled: Signalled): Promise<boolean> {
  return (await readConfigPart(api, `folders/${folder}`, pausedSchema, signalled)).paused
}

export async function pauseAllFolders(api: SyncthingApi, signalled: Signalled): Promise<void> {
  const existing = await readConfigPart(api, 'folders', idsSchema, signalled)
  for (const { id } of existing)
    await changeConfigPart(
      api,
      { method: 'PATCH', part: `folders/${encodeURIComponent(id)}`, body: { paused: true } },
      signalled,
    )
}
