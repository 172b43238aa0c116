/** The one configuration that our Syncthing has, brought about through its API, whatever it was before. */
import { relative } from 'node:path'
import { z } from 'zod'
import type { HostContext } from '../../../machine/machine.ts'
import { changeConfigPart, readConfigPart, readSystemStatus } from '../../../tools/syncthing/syncthing.ts'
import { type SyncthingApi } from '../../../tools/syncthing/syncthing-request.ts'
import { syncFolderSchema, type SyncFolder } from '../verbs.ts'
import { syncPort } from './instance.ts'
import { syncthingMessages } from '../messages.ts'

type Signalled = { readonly signal?: AbortSignal | undefined }

export const folderPaths: Readonly<Record<SyncFolder, string>> = { home: '/home', etc: '/etc' }

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
  // Read only when a switch asks for it.
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

const idsSchema = z.array(z.object({ id: z.string() }))
const devicesSchema = z.array(z.object({ deviceID: z.string() }))
const pausedSchema = z.object({ paused: z.boolean() })

export interface Peer {
  readonly deviceId: string
  readonly name: string
  /** Where it is reached; undefined where it reaches us. */
  readonly address: string | undefined
}

/** Options, the one peer, and both folders, which are paused. Whatever else stands there is taken out. */
export async function configureSyncthing(
  api: SyncthingApi,
  peer: Peer,
  person: HostContext['person'],
  signalled: Signalled,
): Promise<void> {
  const { deviceId: own } = await readSystemStatus(api, signalled)
  await pauseAllFolders(api, signalled)
  await changeConfigPart(api, 'PATCH', 'options', options, signalled)
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
  await changeConfigPart(api, 'PUT', `devices/${peer.deviceId}`, device, signalled)
  for (const id of syncFolderSchema.options) {
    const folder = {
      ...folderDefaults,
      id,
      label: id,
      path: folderPaths[id],
      markerName: markerName(id, person),
      devices: [{ deviceID: own }, { deviceID: peer.deviceId }],
      // Whatever a killed switch left behind: nothing runs and nothing pulls until a step says so.
      type: 'sendonly',
      paused: true,
    }
    await changeConfigPart(api, 'PUT', `folders/${id}`, folder, signalled)
  }
}

/**
 * Something that is always there unless the folder is not what it should be, as when /home is not mounted: then
 * Syncthing stops instead of taking everything for deleted. So there is no `.stfolder` of ours to be looked at.
 */
function markerName(folder: SyncFolder, person: HostContext['person']): string {
  if (folder === 'etc') return 'passwd'
  const first = relative(folderPaths.home, person.home).split('/')[0]
  if (first !== undefined && first !== '' && first !== '..') return first
  throw syncthingMessages.homeElsewhere({ name: person.name, home: person.home })
}

async function removeStrangers(api: SyncthingApi, known: readonly string[], signalled: Signalled): Promise<void> {
  const [devices, folders] = await Promise.all([
    readConfigPart(api, 'devices', devicesSchema, signalled),
    readConfigPart(api, 'folders', idsSchema, signalled),
  ])
  for (const { id } of folders.filter((folder) => !syncFolderSchema.safeParse(folder.id).success))
    await changeConfigPart(api, 'DELETE', `folders/${encodeURIComponent(id)}`, undefined, signalled)
  for (const { deviceID } of devices.filter((device) => !known.includes(device.deviceID)))
    await changeConfigPart(api, 'DELETE', `devices/${deviceID}`, undefined, signalled)
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
    await changeConfigPart(api, 'PATCH', `folders/${encodeURIComponent(id)}`, { paused: true }, signalled)
}
