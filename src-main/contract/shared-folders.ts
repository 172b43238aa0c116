/**
 * Which folders the Syncthings of a person carry between both laptops, and whether they are done. Each side alone is wrong about it:
 * a folder that is paused, or ignores files on one side, counts as complete there (docs/facts/syncthing.md).
 */
import { folderIdSchema, type PersonFolder, type PersonSyncthing } from './person-syncthing.ts'
import type { BytePath } from '../kernel/byte-path.ts'
import { toPlainLine } from '../kernel/terminal-characters.ts'

export interface SharedFolder {
  readonly id: string
  readonly label: string
  /** Below the home, the same on both; "" for the home itself. */
  readonly place: BytePath
}

export type WhyNotShared = 'paused' | 'one-way' | 'elsewhere' | 'failing' | 'apart' | 'unknown-there'

export type WhyAway = 'stopped' | Extract<PersonSyncthing, { kind: 'silent' }>['why']

/** One that both are meant to have, and that is copied like any other. */
export interface NotShared extends SharedFolder {
  readonly why: WhyNotShared
  /** On which laptop that is; of `apart` on both. */
  readonly side: 'from' | 'to'
}

export interface SyncthingsOfPair {
  readonly shared: readonly SharedFolder[]
  readonly notShared: readonly NotShared[]
  /** By which each is known to the other; absent where one of them cannot be asked. */
  readonly devices?: Readonly<Record<'from' | 'to', string>> | undefined
  /** Where folders are carried by one that cannot be asked, or does not run. */
  readonly away?: { readonly side: 'from' | 'to'; readonly why: WhyAway } | undefined
}

type Running = Extract<PersonSyncthing, { kind: 'running' }>

export interface BothSyncthings {
  readonly from: PersonSyncthing
  readonly to: PersonSyncthing
}

export function sharedFolders({ from, to }: BothSyncthings): SyncthingsOfPair {
  if (from.kind !== 'running' || to.kind !== 'running') return { shared: [], notShared: [], ...awayOf({ from, to }) }
  const shared: SharedFolder[] = []
  const notShared: NotShared[] = []
  for (const [folder, other] of commonFolders(from, to)) {
    const about = { id: folder.id, label: nameOf(folder), place: folder.place ?? '' }
    const why = whyNot({ folder, other }, { from, to })
    if (why === undefined) shared.push(about)
    else notShared.push({ ...about, ...why })
  }
  return { shared, notShared, devices: { from: from.deviceId, to: to.deviceId } }
}

/** One side alone cannot say with whom it shares. */
function awayOf({ from, to }: BothSyncthings): Pick<SyncthingsOfPair, 'away'> {
  const sides = [
    ['from', from, to],
    ['to', to, from],
  ] as const
  for (const [side, one, other] of sides) {
    const isUsed = other.kind === 'running' && other.folders.some(({ devices }) => devices.length > 0)
    if (!isUsed) continue
    if (one.kind === 'stopped') return { away: { side, why: 'stopped' } }
    if (one.kind === 'silent') return { away: { side, why: one.why } }
  }
  return {}
}

/** Those that one of them shares with the other one. */
function commonFolders(from: Running, to: Running): readonly (readonly [PersonFolder, PersonFolder | undefined])[] {
  const there = new Map(to.folders.map((folder) => [folder.id, folder]))
  return from.folders
    .filter(({ id, devices }) => devices.includes(to.deviceId) && folderIdSchema.safeParse(id).success)
    .map((folder) => [folder, there.get(folder.id)] as const)
}

/** As another program has it. */
function nameOf({ id, label }: Pick<PersonFolder, 'id' | 'label'>): string {
  return toPlainLine(label === '' ? id : label).slice(0, 100)
}

interface BothFolders {
  readonly folder: PersonFolder
  readonly other: PersonFolder | undefined
}

function whyNot(
  { folder, other }: BothFolders,
  { from, to }: { readonly from: Running; readonly to: Running },
): Pick<NotShared, 'why' | 'side'> | undefined {
  if (other?.devices.includes(from.deviceId) !== true) return { why: 'unknown-there', side: 'to' }
  const devices = [
    ['from', from.devices.find(({ id }) => id === to.deviceId)],
    ['to', to.devices.find(({ id }) => id === from.deviceId)],
  ] as const
  const sides = [
    ['from', folder],
    ['to', other],
  ] as const
  for (const [side, { isPaused }] of sides) if (isPaused) return { why: 'paused', side }
  for (const [side, device] of devices) if (device?.isPaused === true) return { why: 'paused', side }
  for (const [side, { type }] of sides) if (type !== 'sendreceive') return { why: 'one-way', side }
  if (folder.place === undefined) return { why: 'elsewhere', side: 'from' }
  if (other.place !== folder.place) return { why: 'elsewhere', side: 'to' }
  for (const [side, { status }] of sides)
    if (status === undefined || status.error !== '' || status.state === 'error') return { why: 'failing', side }
  return devices.every(([, device]) => device?.isConnected === true) ? undefined : { why: 'apart', side: 'to' }
}

/** Whether both have all that any device has of it, and the same, but for what one of them ignores. */
export function isUpToDate(id: string, { from, to }: BothSyncthings): boolean {
  if (from.kind !== 'running' || to.kind !== 'running') return false
  const [here, there] = [from, to].map(({ folders }) => folders.find((folder) => folder.id === id)?.status)
  if (here === undefined || there === undefined) return false
  const isAtRest = [here, there].every(
    ({ state, error, needs, problems, receiveOnly, local, global }) =>
      state === 'idle' && error === '' && needs + problems + receiveOnly === 0 && isWithin(local, global),
  )
  return (
    isAtRest && here.global === there.global && hasAll(here.peers, to.deviceId) && hasAll(there.peers, from.deviceId)
  )
}

/** What the laptops that have it say of it. */
export function statusesOf(id: string, { from, to }: BothSyncthings): readonly FolderStatus[] {
  return [from, to].flatMap((one) => {
    const found = one.kind === 'running' ? one.folders.find((folder) => folder.id === id) : undefined
    return found?.status ?? []
  })
}

/** How much of it both have still to bring. */
export function neededOf(id: string, both: BothSyncthings): number {
  return statusesOf(id, both).reduce((sum, { needs }) => sum + needs, 0)
}

/** What is not here and not needed is ignored; more than all devices have is what nobody knows of (docs/facts/syncthing.md). */
function isWithin(local: string, global: string): boolean {
  const all = global.split(' ')
  return local.split(' ').every((count, index) => Number(count) <= Number(all[index]))
}

/** Of a folder that is done: whether one of both ignores some of it. */
export function ignoresSome(id: string, both: BothSyncthings): boolean {
  return isUpToDate(id, both) && statusesOf(id, both).some(({ local, global }) => local !== global)
}

type FolderStatus = NonNullable<PersonFolder['status']>
type Peers = FolderStatus['peers']

function hasAll(peers: Peers, deviceId: string): boolean {
  const peer = peers.find(({ device }) => device === deviceId)
  return peer?.remoteState === 'valid' && peer.needs === 0
}

/** Whether the one that has `version` has all that went into `other`. */
export function includes(version: readonly string[], other: readonly string[]): boolean {
  const counters = countersOf(version)
  return [...countersOf(other)].every(([device, counter]) => (counters.get(device) ?? -1n) >= counter)
}

/** "GPBWUOZ:1764412345" */
function countersOf(version: readonly string[]): ReadonlyMap<string, bigint> {
  return new Map(
    version.map((one) => {
      const [device = '', counter = ''] = one.split(':')
      return [device, /^\d+$/.test(counter) ? BigInt(counter) : 0n]
    }),
  )
}
