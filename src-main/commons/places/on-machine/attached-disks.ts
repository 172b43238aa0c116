/** Disks that are attached and could be places, or why they cannot be. Only what is on this laptop's own disk is left out. */
import path from 'node:path'
import { readBtrfsUuid } from '../../../tools/btrfs/btrfs-devices.ts'
import { listBlockDevices, type BlockDevice } from '../../../tools/mounts/lsblk.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { AttachedDisk } from '../../../contract/copies-calls.ts'
import type { KeptPlace } from '../schemas.ts'

export async function listAttachedDisks(
  places: readonly KeptPlace[],
  own: readonly string[],
  options: RunOptions,
): Promise<AttachedDisk[]> {
  return describeAttached(await listBlockDevices(options), places, own)
}

/** `own`: folders of this laptop, whose disks are no other place. */
export function describeAttached(
  devices: readonly BlockDevice[],
  places: readonly KeptPlace[],
  own: readonly string[],
): AttachedDisk[] {
  const found = devices
    .filter((disk) => !noDisks.has(disk.type) && !isOwn(disk, own))
    .flatMap((disk) => volumesOf(disk).map((volume) => describeVolume(disk, volume, places)))
    .filter((one) => one !== undefined)
  // Of a btrfs on several devices each is one.
  return found.filter(
    ({ fsUuid }, index) => fsUuid === undefined || found.findIndex((one) => one.fsUuid === fsUuid) === index,
  )
}

/** A loop device is a file of a disk that is there already. */
const noDisks: ReadonlySet<string> = new Set(['loop', 'rom'])
/** Where a system has its parts, whichever of them are on one disk. */
const systemFolders = ['/', '/home', '/boot', '/var', '/usr', '/opt', '/srv', '[SWAP]']
/** Parts of a disk that nobody keeps files in. */
const leastBytes = 1e9

function isOwn(disk: BlockDevice, own: readonly string[]): boolean {
  const places = new Set([...systemFolders, ...own])
  return disk.mountPoints.some((at) => places.has(at)) || disk.parts.some((part) => isOwn(part, own))
}

/** What a file system can be on: a disk without partitions, or its smallest parts. */
const volumesOf = (device: BlockDevice): readonly BlockDevice[] =>
  device.parts.length === 0 ? [device] : device.parts.flatMap(volumesOf)

function describeVolume(
  disk: BlockDevice,
  volume: BlockDevice,
  places: readonly KeptPlace[],
): AttachedDisk | undefined {
  const { path: device, sizeBytes, label, mountPoints } = volume
  if (sizeBytes < leastBytes || volume.fsType === 'swap') return undefined
  // Of what was just plugged in udev may know nothing yet.
  const uuid = volume.uuid ?? (volume.fsType === undefined ? readBtrfsUuid(device) : undefined)
  const fsType = volume.fsType ?? (uuid === undefined ? undefined : 'btrfs')
  const isKnown = (place: KeptPlace): boolean =>
    place.kind === 'disk'
      ? place.fsUuid === uuid
      : place.kind === 'store' && mountPoints.some((at) => place.repository.startsWith(`${at}/`))
  // What is on it is not known, and somebody uses it: it may be the system's own.
  const isUsed = mountPoints.length > 0 || volume.freeBytes !== undefined
  if (places.some(isKnown) || (fsType === undefined && isUsed)) return undefined
  return {
    ...{ device, name: label ?? disk.model ?? path.basename(device), sizeBytes },
    ...(fsType === undefined ? {} : { fsType }),
    ...(fsType === 'btrfs' && uuid !== undefined ? { fsUuid: uuid } : {}),
    ...(volume.freeBytes === undefined ? {} : { freeBytes: volume.freeBytes }),
    use: useOf(volume, fsType),
  }
}

/** Members of what other devices make up together. */
const members = /_member$/

function useOf(
  { path: device, mountPoints, isReadOnly }: BlockDevice,
  fsType: string | undefined,
): AttachedDisk['use'] {
  if (fsType === undefined) return { kind: 'cannot', why: 'no-file-system' }
  if (fsType === 'crypto_LUKS' || fsType === 'BitLocker') return { kind: 'cannot', why: 'locked' }
  if (members.test(fsType)) return { kind: 'cannot', why: 'part-of-another' }
  if (isReadOnly) return { kind: 'cannot', why: 'read-only' }
  if (fsType === 'btrfs') return { kind: 'disk', where: device }
  const [at] = mountPoints
  return at === undefined
    ? { kind: 'cannot', why: 'not-mounted' }
    : { kind: 'folder', where: path.join(at, 'pc-switcher') }
}
