/** Where the contents of a file stand on a btrfs, and how a part of a file is shared with another (linux/btrfs_tree.h, linux/fs.h). */
import { fstatSync, fsync, type BigIntStats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { bufferFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import type { RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { ioctlError, ioctlNumber, ioctls, padded, placeOf, type IoctlCall } from './btrfs-ioctl.ts'
import { parseItems, readNumber, searchCall, searchHead } from './btrfs-search.ts'

/** In bytes; btrfs of these laptops has no other. */
export const blockBytes = 4096

/** A stretch of a file that has contents; what lies between two of them reads as zeros. */
export interface Extent {
  readonly start: number
  readonly length: number
  /** Of the extent on the disk, and how far into it the file would begin: contents are the same where both are. */
  readonly disk: number
  readonly shift: number
}

export interface FileLayout {
  readonly bytes: number
  readonly extents: readonly Extent[]
}

const extentDataType = 108
const answerBytes = 1 << 20
const kinds = { inline: 0, preallocated: 2 } as const

/**
 * EXTENT_DATA of a file that nobody writes to: what waits in memory stands in none of them, but making a reflink writes it out first.
 * Undefined where contents stand in the tree itself, or on another file system.
 */
export async function readLayout(file: string, options: RunOptions): Promise<FileLayout | undefined> {
  return layoutOf(placeOf(file), await lstat(file, { bigint: true }), options)
}

/** The same of an open file, which need not be written out before. */
export async function readOpenLayout(descriptor: number, options: RunOptions): Promise<FileLayout | undefined> {
  await writeOut(descriptor)
  const stat = fstatSync(descriptor, { bigint: true })
  return layoutOf(placeOf(`/proc/${process.pid}/fd/${descriptor}`), stat, options)
}

const writeOut = promisify(fsync)

async function layoutOf(
  place: BytePath,
  { ino, size }: Pick<BigIntStats, 'ino' | 'size'>,
  options: RunOptions,
): Promise<FileLayout | undefined> {
  const extents: Extent[] = []
  let from = 0n
  for (;;) {
    const call = searchCall({
      tree: 0,
      from: { id: ino, type: extentDataType, offset: from },
      to: { id: ino, type: extentDataType },
      bytes: answerBytes,
    })
    const [answer] = await ioctls(place, [call], { ...options, title: titles.askBtrfs({}) })
    if (answer === undefined || answer.errno !== 0) return undefined
    const found = parseItems(padded(answer.bytes, searchHead + answerBytes), [extentDataType])
    for (const { key, data } of found.items) {
      const kind = data.readUInt8(20)
      if (kind === kinds.inline) return undefined
      const disk = readNumber(data, 21)
      if (disk === 0 || kind === kinds.preallocated) continue
      const shift = readNumber(data, 37) - key.offset
      extents.push({ start: key.offset, length: readNumber(data, 45), disk, shift })
    }
    if (found.last === undefined || found.items.length === 0) return { bytes: Number(size), extents }
    from = BigInt(found.last.offset) + 1n
  }
}

export interface SharedPart {
  readonly at: number
  readonly length: number
  readonly into: number
}

/** Parts of `from` take the place of those in `into`, contents and holes, without being copied. Whole blocks, or to the end of `from`. */
export async function shareParts(
  from: string,
  into: string,
  parts: readonly SharedPart[],
  options: RunOptions,
): Promise<void> {
  const title = titles.shareBlocks({})
  const opened = { path: bufferFromBytePath(placeOf(from)), isFolder: false }
  for (let first = 0; first < parts.length; first += partsAtOnce) {
    const calls = parts.slice(first, first + partsAtOnce).map((part): IoctlCall => {
      const argument = Buffer.alloc(cloneRangeBytes)
      argument.writeBigUInt64LE(BigInt(part.at), 8)
      argument.writeBigUInt64LE(BigInt(part.length), 16)
      argument.writeBigUInt64LE(BigInt(part.into), 24)
      return { number: ioctlNumber('write', 13, cloneRangeBytes), size: cloneRangeBytes, argument, opened }
    })
    const answers = await ioctls(placeOf(into), calls, { ...options, title, forWriting: true, changesDisk: true })
    const failed = answers.find(({ errno }) => errno !== 0)
    if (failed !== undefined) throw ioctlError(failed.errno, title, placeOf(into))
  }
}

const partsAtOnce = 500
const cloneRangeBytes = 32
