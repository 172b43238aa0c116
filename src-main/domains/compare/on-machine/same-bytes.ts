/** Compares the contents of two files in read-only trees: all of them, or the ranges that may differ. */
import { closeSync, constants, openSync, readSync } from 'node:fs'
import type { ByteRange } from '../../../commons/tree-changes/on-machine/replay.ts'
import type { Yielding } from '../../../commons/tree-changes/on-machine/yielding.ts'

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants
const pieceBytes = 256 * 1024

export interface FilePair {
  readonly one: Buffer
  readonly other: Buffer
  /** Of both. */
  readonly bytes: number
  readonly ranges: readonly ByteRange[]
}

export async function haveSameBytes({ one, other, bytes, ranges }: FilePair, yielding: Yielding): Promise<boolean> {
  const first = openSync(one, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const second = openSync(other, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    try {
      for (const { offset, length } of ranges) {
        const end = Math.min(bytes, offset + length)
        if (!(await sameRange(first, second, { from: offset, end }, yielding))) return false
      }
      return true
    } finally {
      closeSync(second)
    }
  } finally {
    closeSync(first)
  }
}

async function sameRange(
  one: number,
  other: number,
  { from, end }: { readonly from: number; readonly end: number },
  yielding: Yielding,
): Promise<boolean> {
  const room = Math.max(0, Math.min(pieceBytes, end - from))
  const [first, second] = [Buffer.allocUnsafe(room), Buffer.allocUnsafe(room)]
  for (let at = from; at < end; at += room) {
    const wanted = Math.min(room, end - at)
    const read = fill(one, first, at, wanted)
    if (read !== fill(other, second, at, wanted)) return false
    if (!first.subarray(0, read).equals(second.subarray(0, read))) return false
    const turn = yielding.next()
    if (turn !== undefined) await turn
  }
  return true
}

function fill(descriptor: number, into: Buffer, at: number, wanted: number): number {
  let done = 0
  while (done < wanted) {
    const read = readSync(descriptor, into, done, wanted - done, at + done)
    if (read === 0) break
    done += read
  }
  return done
}
