/** Reads files of a tree that nobody writes to, several at a time: the disk is asked for the next while one is summed up. */
import { createHash, randomUUID } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, read as readCallback } from 'node:fs'
import { promisify } from 'node:util'
import { bufferFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { unreadableMark } from '../../inventory/differs-in.ts'
import { openInside } from '../../../../tools/files/safe-path.ts'

const read = promisify(readCallback)
/** As many as Node reads at once (libuv's pool). */
const lanes = 4
const pieceBytes = 1 << 20
/** A path may have 4,096 bytes; the root comes before it. */
const directBytes = 3_800
const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants

export interface HashingOptions {
  readonly signal: AbortSignal
  readonly onBytes: (count: number) => void
}

/**
 * SHA-256 of each, in the order given; of one that the disk does not give, a mark that is equal to nothing. The order is
 * the one in which they are read. `root` is a read-only tree in a folder of root's.
 */
export async function hashContents(
  root: string,
  paths: readonly BytePath[],
  options: HashingOptions,
): Promise<readonly string[]> {
  const digests: string[] = []
  let next = 0
  const readOn = async (): Promise<void> => {
    const piece = Buffer.allocUnsafe(pieceBytes)
    for (let path = paths[next]; path !== undefined; path = paths[next]) {
      const index = next++
      digests[index] = await hashFile(root, path, piece, options)
    }
  }
  const ended = await Promise.allSettled(
    Array.from({ length: lanes }, () =>
      readOn().catch((thrown: unknown) => {
        next = paths.length
        throw thrown
      }),
    ),
  )
  const failed = ended.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return digests
}

async function hashFile(root: string, path: BytePath, piece: Buffer, options: HashingOptions): Promise<string> {
  try {
    return await hashOpen(openFrozen(root, path), piece, options)
  } catch (error) {
    // A sector that the disk does not give, or a checksum of btrfs that is wrong: this file, and the others go on.
    if (isErrno(error, 'EIO')) return `${unreadableMark}${randomUUID()}`
    throw error
  }
}

/** In a tree that nobody writes to, no folder on the way can be swapped: only its last name may be a link. */
function openFrozen(root: string, path: BytePath): number {
  const descriptor =
    path.length > directBytes
      ? openInside(root, path)
      : openSync(bufferFromBytePath(`${root}/${path}`), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  if (descriptor === undefined) throw new Error('a frozen tree lacks a file that it was listed with')
  return descriptor
}

async function hashOpen(descriptor: number, piece: Buffer, { signal, onBytes }: HashingOptions): Promise<string> {
  try {
    const hash = createHash('sha256')
    const { size } = fstatSync(descriptor)
    signal.throwIfAborted()
    for (let done = 0; done < size;) {
      signal.throwIfAborted()
      const { bytesRead } = await read(descriptor, piece, 0, Math.min(piece.length, size - done), done)
      if (bytesRead === 0) throw new Error('a frozen file ended early')
      hash.update(piece.subarray(0, bytesRead))
      done += bytesRead
      onBytes(bytesRead)
    }
    return hash.digest('hex')
  } finally {
    closeSync(descriptor)
  }
}
