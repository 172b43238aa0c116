/**
 * Reads a file that somebody else may have put there, as on a disk that is anybody's: a link leads elsewhere, a FIFO keeps whoever opens it
 * waiting for ever, and a file may have no end.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import { isErrno } from '../../kernel/errno.ts'

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
const pieceBytes = 64 * 1024

/**
 * Undefined when there is none; empty, which nothing takes for contents, for anything else than an ordinary file of no more than
 * `mostBytes`. Any other failure is thrown: what the disk cannot read is there.
 */
export function readPlain(file: string, mostBytes: number): string | undefined {
  try {
    // Before it is opened: opening a device may do something by itself.
    if (!lstatSync(file).isFile()) return ''
    const descriptor = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    try {
      return fstatSync(descriptor).isFile() ? readUpTo(descriptor, mostBytes) : ''
    } finally {
      closeSync(descriptor)
    }
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT')) return undefined
    // It was exchanged meanwhile.
    if (isErrno(thrown, 'ELOOP', 'ENXIO')) return ''
    throw thrown
  }
}

/** Whatever its size was said to be. */
function readUpTo(descriptor: number, mostBytes: number): string {
  const pieces: Buffer[] = []
  for (let bytes = 0; ;) {
    const piece = Buffer.alloc(pieceBytes)
    const count = readSync(descriptor, piece, 0, piece.length, null)
    if (count === 0) return Buffer.concat(pieces).toString('utf8')
    bytes += count
    if (bytes > mostBytes) return ''
    pieces.push(piece.subarray(0, count))
  }
}
