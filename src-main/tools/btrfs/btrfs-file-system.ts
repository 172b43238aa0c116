/** A whole file system as the kernel tells it: its devices and what they counted, its chunks, its label (linux/btrfs.h). */
import { bytePathFromBuffer, textFromBytePath } from '../../kernel/byte-path.ts'
import { unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import {
  errnos,
  ioctlError,
  ioctlNumber,
  ioctls,
  padded,
  placeOf,
  type IoctlAnswer,
  type IoctlCall,
} from './btrfs-ioctl.ts'
import { readNumber, readUuid } from './btrfs-search.ts'
import {
  chunkKinds,
  deviceCall,
  fileSystemCall,
  parseSpaces,
  spaceCall,
  usageOf,
  type BtrfsUsage,
  type ChunkSpace,
} from './btrfs-usage.ts'

export const deviceCounters = ['write', 'read', 'flush', 'corruption', 'generation'] as const
export type DeviceErrors = Readonly<Record<(typeof deviceCounters)[number], number>>

export interface BtrfsDevice {
  readonly id: number
  /** "/dev/nvme0n1p2"; absent for one that is missing. */
  readonly path?: string
  readonly totalBytes: number
  readonly allocatedBytes: number
  /** Since they were last reset (`btrfs device stats --reset`). */
  readonly errors: DeviceErrors
}

export const chunkProfiles = [
  'single',
  'dup',
  'raid0',
  'raid1',
  'raid1c3',
  'raid1c4',
  'raid10',
  'raid5',
  'raid6',
] as const

export interface Chunks {
  /** mixed: data and metadata side by side, as small disks have them. */
  readonly kind: 'data' | 'metadata' | 'system' | 'mixed'
  readonly profile: (typeof chunkProfiles)[number]
  /** Of contents; every copy takes as much again. */
  readonly totalBytes: number
  readonly usedBytes: number
}

export interface BtrfsFileSystem {
  readonly id: string
  readonly label: string
  readonly devices: readonly BtrfsDevice[]
  readonly chunks: readonly Chunks[]
  readonly usage: BtrfsUsage
}

const labelBytes = 256
const labelCall: IoctlCall = { number: ioctlNumber('read', 49, labelBytes), size: labelBytes, wanted: labelBytes }
const statsBytes = 8 * (3 + 5 + 121)

function statsCall(id: number): IoctlCall {
  const argument = Buffer.alloc(16)
  argument.writeBigUInt64LE(BigInt(id), 0)
  argument.writeBigUInt64LE(BigInt(deviceCounters.length), 8)
  return { number: ioctlNumber('both', 52, statsBytes), size: statsBytes, wanted: 24 + 8 * 5, argument }
}

const callsOf = (id: number): readonly IoctlCall[] => [deviceCall(id), statsCall(id)]

/** Any folder of it, mounted for reading or writing. */
export async function readFileSystem(place: string, options: RunOptions): Promise<BtrfsFileSystem> {
  const title = titles.measureSpace({ name: place })
  const asked = { ...options, title }
  const known = [fileSystemCall, spaceCall, labelCall, ...callsOf(1)]
  const [file, space, label, ...first] = await ioctls(placeOf(place), known, asked)
  if (file === undefined || space === undefined || label === undefined) throw unreadableAnswer('btrfs', 'nothing')
  for (const { errno } of [file, space, label]) if (errno !== 0) throw ioctlError(errno, title, place)
  const info = padded(file.bytes, 32)
  const id = readUuid(info, 16)
  if (id === undefined) throw unreadableAnswer('btrfs', 'a file system without a UUID')
  const furtherIds = Array.from({ length: readNumber(info, 0) - 1 }, (_none, index) => index + 2)
  const further = furtherIds.length > 0 ? await ioctls(placeOf(place), furtherIds.flatMap(callsOf), asked) : []
  const answers = [...first, ...further]
  const devices = [1, ...furtherIds].flatMap((deviceId, index) => {
    const [facts, stats] = answers.slice(2 * index, 2 * index + 2)
    if (facts === undefined || facts.errno === errnos.ENODEV) return []
    if (facts.errno !== 0) throw ioctlError(facts.errno, title, place)
    return [parseDevice(deviceId, facts, stats)]
  })
  const spaces = parseSpaces(space.bytes)
  const totalBytes = devices.reduce((sum, device) => sum + device.totalBytes, 0)
  const usage = await usageOf(place, { totalBytes, spaces }, options)
  return { id, label: textOf(label.bytes), devices, chunks: spaces.flatMap(chunksOf), usage }
}

/** One that is missing has "<missing disk>" for a path, or none (Linux 6.18, 5.10). */
function parseDevice(id: number, { bytes }: IoctlAnswer, stats: IoctlAnswer | undefined): BtrfsDevice {
  const facts = padded(bytes, 4096)
  const path = textOf(facts.subarray(3072))
  const counted = padded(stats?.errno === 0 ? stats.bytes : Buffer.alloc(0), 64)
  const [write = 0, read = 0, flush = 0, corruption = 0, generation = 0] = deviceCounters.map((_name, index) =>
    readNumber(counted, 24 + 8 * index),
  )
  return {
    id,
    ...(path.startsWith('/') ? { path } : {}),
    totalBytes: readNumber(facts, 32),
    allocatedBytes: readNumber(facts, 24),
    errors: { write, read, flush, corruption, generation },
  }
}

function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return textFromBytePath(bytePathFromBuffer(end < 0 ? bytes : bytes.subarray(0, end)))
}

/** Bits of BTRFS_BLOCK_GROUP_* (linux/btrfs_tree.h); none of them is "single". */
const profileBits: readonly (readonly [number, Chunks['profile']])[] = [
  [8, 'raid0'],
  [16, 'raid1'],
  [32, 'dup'],
  [64, 'raid10'],
  [128, 'raid5'],
  [256, 'raid6'],
  [512, 'raid1c3'],
  [1024, 'raid1c4'],
]

/** None for the reserve, which is a part of the metadata. */
function chunksOf({ flags, totalBytes, usedBytes }: ChunkSpace): readonly Chunks[] {
  if (flags >= 2 ** 32) return []
  const has = (bit: number) => (flags & bit) !== 0
  const hasMetadata = has(chunkKinds.metadata)
  const ofData = hasMetadata ? 'mixed' : 'data'
  const kind = has(chunkKinds.data) ? ofData : hasMetadata ? 'metadata' : 'system'
  const profile = profileBits.find(([bit]) => has(bit))?.[1] ?? 'single'
  return [{ kind, profile, totalBytes, usedBytes }]
}
