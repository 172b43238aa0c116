import { closeSync, read as readCallback } from 'node:fs'
import { promisify } from 'node:util'
import type { BytePath } from '../../kernel/byte-path.ts'
import { isErrno } from '../../kernel/errno.ts'
import { openInside } from './safe-path.ts'

const read = promisify(readCallback)
const pieceBytes = 1 << 20

/** Whether a regular file has the same bytes below both roots. What the disk does not give is equal to nothing. */
export async function haveEqualContents(one: string, other: string, path: BytePath): Promise<boolean> {
  const [left, right] = [openInside(one, path), openInside(other, path)]
  try {
    if (left === undefined || right === undefined) return false
    const [a, b] = [Buffer.allocUnsafe(pieceBytes), Buffer.allocUnsafe(pieceBytes)]
    for (;;) {
      const [first, second] = await Promise.all([read(left, a, 0, a.length, null), read(right, b, 0, b.length, null)])
      if (first.bytesRead !== second.bytesRead) return false
      if (first.bytesRead === 0) return true
      if (!a.subarray(0, first.bytesRead).equals(b.subarray(0, second.bytesRead))) return false
    }
  } catch (thrown) {
    if (isErrno(thrown, 'EIO')) return false
    throw thrown
  } finally {
    for (const descriptor of [left, right]) if (descriptor !== undefined) closeSync(descriptor)
  }
}
