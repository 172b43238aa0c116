/** Searching in the trees of btrfs by ioctl (linux/btrfs.h: TREE_SEARCH_V2), and what all their items are made of. */
import { unreadableAnswer } from '../run.ts'
import { ioctlNumber, type IoctlCall } from './btrfs-ioctl.ts'

/** Of the answer of TREE_SEARCH_V2, and of each item in it. */
export const searchHead = 112
export const searchItemHead = 32

export interface ItemKey {
  readonly id: number
  readonly type: number
  readonly offset: number
}

interface Item {
  readonly key: ItemKey
  readonly data: Buffer
}

export interface FoundItems {
  readonly items: readonly Item[]
  readonly last: ItemKey | undefined
  readonly usedBytes: number
}

interface Search {
  /** Number of a tree; 0 is the subvolume that is asked. */
  readonly tree: number
  readonly from: { readonly id: number | bigint; readonly type: number; readonly offset: bigint }
  readonly to: { readonly id: number | bigint; readonly type: number }
  /** Room for the answer. */
  readonly bytes: number
  /** Only what stands in blocks that were written after this transaction. */
  readonly after?: number
}

/** TREE_SEARCH_V2 (linux/btrfs.h): the items between two keys, in their order, as many as there is room for. */
export function searchCall({ tree, from, to, bytes, after }: Search): IoctlCall {
  const argument = Buffer.alloc(searchHead)
  argument.writeBigUInt64LE(BigInt(tree), 0)
  argument.writeBigUInt64LE(BigInt(from.id), 8)
  argument.writeBigUInt64LE(BigInt(to.id), 16)
  argument.writeBigUInt64LE(from.offset, 24)
  argument.writeBigUInt64LE(2n ** 64n - 1n, 32)
  if (after !== undefined) argument.writeBigUInt64LE(BigInt(after) + 1n, 40)
  argument.writeBigUInt64LE(2n ** 64n - 1n, 48)
  argument.writeUInt32LE(from.type, 56)
  argument.writeUInt32LE(to.type, 60)
  argument.writeUInt32LE(0xffff_ffff, 64)
  argument.writeBigUInt64LE(BigInt(bytes), 104)
  const size = searchHead + bytes
  return { number: ioctlNumber('both', 17, searchHead), size, wanted: size, argument }
}

/** Answer of TREE_SEARCH_V2; items of other kinds lie between the wanted ones, and the last one may be of any kind. */
export function parseItems(answer: Buffer, wanted: readonly number[]): FoundItems {
  const count = answer.readUInt32LE(64)
  const items: Item[] = []
  let last: ItemKey | undefined
  let at = searchHead
  for (let n = 0; n < count; n += 1) {
    if (at + searchItemHead > answer.length) throw unreadableAnswer('btrfs', `${count} items in ${answer.length} bytes`)
    const type = answer.readUInt32LE(at + 24)
    const length = answer.readUInt32LE(at + 28)
    const isWanted = wanted.includes(type)
    if (isWanted || n === count - 1) {
      last = { id: readNumber(answer, at + 8), type, offset: readNumber(answer, at + 16) }
      if (isWanted) items.push({ key: last, data: answer.subarray(at + searchItemHead, at + searchItemHead + length) })
    }
    at += searchItemHead + length
  }
  return { items, last, usedBytes: at - searchHead }
}

export function readNumber(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32
}

/** Undefined for none: all zeros. */
export function readUuid(bytes: Buffer, at: number): string | undefined {
  const hex = bytes.toString('hex', at, at + 16)
  if (hex === noUuid) return undefined
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const noUuid = '0'.repeat(32)
