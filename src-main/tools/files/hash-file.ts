import { createHash } from 'node:crypto'
import { readSync } from 'node:fs'

const pieceBytes = 1 << 20

/** SHA-256, in hexadecimal digits. */
export function hashBytes(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** SHA-256, in hexadecimal digits, of all that is still to be read of an open file; `take` is handed each piece of it. */
export function hashFile(descriptor: number, take: (piece: Buffer) => void): string {
  const hash = createHash('sha256')
  const piece = Buffer.allocUnsafe(pieceBytes)
  for (;;) {
    const count = readSync(descriptor, piece, 0, piece.length, null)
    if (count === 0) return hash.digest('hex')
    const read = piece.subarray(0, count)
    hash.update(read)
    take(read)
  }
}
