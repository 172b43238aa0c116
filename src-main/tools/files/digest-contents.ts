/**
 * A digest of a file's contents for which its holes are not read, and which is the same where another laptop has written the zeros
 * out. Contents are taken in pieces; whole ones of zeros, wherever they come from, are left out.
 */
import { createHash, hash } from 'node:crypto'
import { fstatSync, read as readCallback } from 'node:fs'
import { promisify } from 'node:util'
import { findData } from './data-places.ts'

/** Bytes. What is shorter has no whole piece. */
export const pieceBytes = 1 << 20

const read = promisify(readCallback)
const zeros = Buffer.alloc(pieceBytes)

export interface Digesting {
  readonly signal: AbortSignal
  /** After each piece: how long it is, and for holes how long they are. */
  readonly onBytes: (count: number) => void
}

/**
 * In hexadecimal digits. Without a whole piece of zeros, SHA-256 of the contents; otherwise SHA-256 of what tells that of all other
 * pieces, and where those are that were left out. Nobody writes to the file.
 */
export async function digestContents(
  descriptor: number,
  piece: Buffer,
  { signal, onBytes }: Digesting,
): Promise<string> {
  const { size } = fstatSync(descriptor)
  const nextData = await findData(descriptor, { signal })
  const sum = createHash('sha256')
  const leftOut = createLeftOut()
  const end = wholePieces(size)
  for (let at = 0; at < size;) {
    signal.throwIfAborted()
    const next = Math.min(wholePieces(nextData(at)), end)
    if (next > at) {
      leftOut.add(at, next)
      onBytes(next - at)
      at = next
      continue
    }
    const contents = await readPiece(descriptor, piece, { at, length: Math.min(pieceBytes, size - at) })
    if (contents.length === pieceBytes && contents.equals(zeros)) leftOut.add(at, at + pieceBytes)
    else sum.update(contents)
    at += contents.length
    onBytes(contents.length)
  }
  const ofContents = sum.digest('hex')
  const places = leftOut.places()
  return places === '' ? ofContents : hash('sha256', `zeros left out\n${ofContents}\n${size}\n${places}`)
}

function wholePieces(bytes: number): number {
  return Math.floor(bytes / pieceBytes) * pieceBytes
}

/** Stretches that touch are one: holes and zeros that were written read the same. */
function createLeftOut() {
  const stretches: { readonly start: number; end: number }[] = []
  return {
    add(start: number, end: number): void {
      const last = stretches.at(-1)
      if (last?.end === start) last.end = end
      else stretches.push({ start, end })
    },
    places: (): string => stretches.map(({ start, end }) => `${start}-${end}\n`).join(''),
  }
}

async function readPiece(
  descriptor: number,
  piece: Buffer,
  { at, length }: { readonly at: number; readonly length: number },
): Promise<Buffer> {
  for (let done = 0; done < length;) {
    const { bytesRead } = await read(descriptor, piece, done, length - done, at + done)
    if (bytesRead === 0) throw new Error('a file that nobody writes to ended early')
    done += bytesRead
  }
  return piece.subarray(0, length)
}
