/** How much room there is, and how full the metadata is: the numbers of btrfs-filesystem(8), `usage`. */
import { errnos, ioctlError, ioctlNumber, ioctls, padded, placeOf } from './btrfs-ioctl.ts'
import { readNumber, readUuid } from './btrfs-search.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface BtrfsUsage {
  readonly totalBytes: number
  readonly usedBytes: number
  /** Of contents, with copies as the data has them: "Free (estimated)", and about what df(1) and statfs(2) say. */
  readonly freeBytes: number
  readonly unallocatedBytes: number
  readonly metadataBytes: number
  readonly metadataUsedBytes: number
  /** Of the metadata that is not used: kept by the file system for its own emergencies. */
  readonly reservedBytes: number
}

/** Directly, but for RAID 5 and 6: how much of those is copies is in each chunk, and `usage` adds them up. */
export async function readBtrfsUsage(path: string, options: RunOptions): Promise<BtrfsUsage> {
  const title = titles.measureSpace({ name: path })
  const asked = { ...options, title }
  const [file, space, first] = await ioctls(placeOf(path), [fileSystemCall, spaceCall, deviceCall(1)], asked)
  if (file === undefined || space === undefined || first === undefined) throw unreadableAnswer('btrfs', 'nothing')
  for (const { errno } of [file, space]) if (errno !== 0) throw ioctlError(errno, title, path)
  const mostId = readNumber(padded(file.bytes, 16), 0)
  const calls = Array.from({ length: mostId - 1 }, (_none, index) => deviceCall(index + 2))
  const devices = [first, ...(mostId > 1 ? await ioctls(placeOf(path), calls, asked) : [])]
  let totalBytes = 0
  for (const { errno, bytes } of devices) {
    if (errno === 0) totalBytes += readNumber(padded(bytes, 40), 32)
    else if (errno !== errnos.ENODEV) throw ioctlError(errno, title, path)
  }
  return usageOf(path, { totalBytes, spaces: parseSpaces(space.bytes) }, options)
}

interface Measured {
  readonly totalBytes: number
  readonly spaces: readonly ChunkSpace[]
}

export async function usageOf(
  path: string,
  { totalBytes, spaces }: Measured,
  options: RunOptions,
): Promise<BtrfsUsage> {
  const usage = addUp(totalBytes, spaces)
  if (usage !== undefined) return usage
  const title = titles.measureSpace({ name: path })
  const { stdout } = await run({ title, argv: ['btrfs', 'filesystem', 'usage', '-b', '--', path] }, options)
  return parseBtrfsUsage(stdout)
}

export const fileSystemCall = { number: ioctlNumber('read', 31, 1024), size: 1024, wanted: 32 }

/** The UUID of the file system of `place`, as fstab(5) names it (FS_INFO, linux/btrfs.h). */
export async function readFileSystemId(place: string, options: RunOptions): Promise<string> {
  const title = titles.findFileSystem({ name: place })
  const [answer] = await ioctls(placeOf(place), [fileSystemCall], { ...options, title })
  if (answer === undefined || answer.errno !== 0) throw ioctlError(answer?.errno ?? 0, title, placeOf(place))
  const uuid = readUuid(padded(answer.bytes, 32), 16)
  if (uuid === undefined) throw unreadableAnswer('btrfs', 'a file system without a UUID')
  return uuid
}

/** Kinds of chunks; there are fewer than ten even while they are converted. */
const mostSpaces = 64
const spaceBytes = 16 + mostSpaces * 24
const spaceSlots = Buffer.from([mostSpaces])
export const spaceCall = {
  number: ioctlNumber('both', 20, 16),
  size: spaceBytes,
  wanted: spaceBytes,
  argument: spaceSlots,
}

export function deviceCall(id: number) {
  const argument = Buffer.alloc(8)
  argument.writeBigUInt64LE(BigInt(id))
  return { number: ioctlNumber('both', 30, 4096), size: 4096, wanted: 4096, argument }
}

export interface ChunkSpace {
  /** BTRFS_BLOCK_GROUP_* (linux/btrfs_tree.h). */
  readonly flags: number
  readonly totalBytes: number
  readonly usedBytes: number
}

export function parseSpaces(bytes: Buffer): readonly ChunkSpace[] {
  const whole = padded(bytes, spaceBytes)
  return Array.from({ length: readNumber(whole, 8) }, (_none, index) => {
    const at = 16 + index * 24
    return {
      flags: readNumber(whole, at),
      totalBytes: readNumber(whole, at + 8),
      usedBytes: readNumber(whole, at + 16),
    }
  })
}

export const chunkKinds = { data: 1, system: 2, metadata: 4 }
const parity = 128 | 256
/** 2 ** 49: space set aside for the file system's own emergencies. */
const reserveFlag = 2 ** 49
const leastUnallocated = 16 * 2 ** 20

export function copiesOf(flags: number): number {
  if ((flags & 1024) !== 0) return 4
  if ((flags & 512) !== 0) return 3
  return (flags & (16 | 32 | 64)) === 0 ? 1 : 2
}

/** As `usage` does it (btrfs-progs, cmds/filesystem-usage.c); undefined where it takes more than this to tell. */
export function addUp(totalBytes: number, spaces: readonly ChunkSpace[]): BtrfsUsage | undefined {
  const chunks = spaces.filter(({ flags }) => flags < reserveFlag)
  if (chunks.some(({ flags }) => (flags & parity) !== 0)) return undefined
  const sum = (kind: number, value: (chunk: ChunkSpace) => number) =>
    chunks.reduce((all, chunk) => ((chunk.flags & kind) === 0 ? all : all + value(chunk)), 0)
  const all = chunkKinds.data | chunkKinds.system | chunkKinds.metadata
  const raw = ({ flags, totalBytes: bytes }: ChunkSpace) => bytes * copiesOf(flags)
  const rawUsed = ({ flags, usedBytes }: ChunkSpace) => usedBytes * copiesOf(flags)
  const dataBytes = sum(chunkKinds.data, (chunk) => chunk.totalBytes)
  const dataCopies = dataBytes === 0 ? 1 : sum(chunkKinds.data, raw) / dataBytes
  const unallocatedBytes = totalBytes - sum(all, raw)
  const isMixed = chunks.some(({ flags }) => (flags & chunkKinds.data) !== 0 && (flags & chunkKinds.metadata) !== 0)
  const reserves = spaces.filter(({ flags }) => flags >= reserveFlag)
  const reservedBytes = reserves.reduce((rest, each) => rest + each.totalBytes - each.usedBytes, 0)
  const reserved = isMixed ? reservedBytes : 0
  const inChunks = Math.trunc((sum(chunkKinds.data, raw) - sum(chunkKinds.data, rawUsed)) / dataCopies) - reserved
  return {
    totalBytes,
    usedBytes: sum(all, rawUsed),
    freeBytes: inChunks + (unallocatedBytes < leastUnallocated ? 0 : Math.trunc(unallocatedBytes / dataCopies)),
    unallocatedBytes,
    metadataBytes: sum(chunkKinds.metadata, (chunk) => chunk.totalBytes),
    metadataUsedBytes: sum(chunkKinds.metadata, (chunk) => chunk.usedBytes),
    reservedBytes,
  }
}

/** btrfs-progs 6.2 to 6.14 print the same; their JSON form leaves out what is unallocated. */
export function parseBtrfsUsage(text: string): BtrfsUsage {
  const field = (pattern: RegExp): number => {
    const digits = pattern.exec(text)?.[1]
    if (digits === undefined) throw unreadableAnswer('btrfs filesystem usage', text)
    return Number(digits)
  }
  return {
    totalBytes: field(/^ {4}Device size:\s+(\d+)$/m),
    usedBytes: field(/^ {4}Used:\s+(\d+)$/m),
    freeBytes: field(/^ {4}Free \(estimated\):\s+(\d+)\s+\(min: \d+\)$/m),
    unallocatedBytes: field(/^ {4}Device unallocated:\s+(\d+)$/m),
    metadataBytes: field(/^(?:Data\+)?Metadata,\S+: Size:(\d+), Used:\d+/m),
    metadataUsedBytes: field(/^(?:Data\+)?Metadata,\S+: Size:\d+, Used:(\d+)/m),
    reservedBytes: field(/^ {4}Global reserve:\s+(\d+)\s/m) - field(/^ {4}Global reserve:\s+\d+\s+\(used: (\d+)\)$/m),
  }
}
