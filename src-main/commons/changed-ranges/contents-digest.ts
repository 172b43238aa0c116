/**
 * A digest of a file's contents that can be made anew by reading what changed in it: SHA-256 over its length and the SHA-256 of each
 * piece. Equal digests are equal contents, on whichever laptop and however they were made.
 */
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { findData, type NextData } from '../../tools/files/data-places.ts'

export const pieceBytes = 65_536
const sumBytes = 32
const piecesAtOnce = 64

export interface Sums {
  /** Of the file. */
  readonly bytes: number
  /** 32 bytes for each piece, the last of which may be shorter. */
  readonly sums: Buffer
}

export interface Reading {
  readonly signal: AbortSignal
  readonly onBytes: (bytes: number) => void
}

/** SHA-256 in hex. */
export function digestOf({ bytes, sums }: Sums): string {
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(bytes))
  return createHash('sha256').update(length).update(sums).digest('hex')
}

/** Undefined when these are no sums of any file. */
export function sumsFrom(bytes: number, sums: Buffer): Sums | undefined {
  return sums.length === piecesOf(bytes) * sumBytes ? { bytes, sums } : undefined
}

/** Reads all of it, but for its holes. */
export async function sumAll(handle: FileHandle, reading: Reading): Promise<Sums> {
  const bytes = (await handle.stat()).size
  const sums = Buffer.alloc(piecesOf(bytes) * sumBytes)
  const nextData = await findData(handle.fd, { signal: reading.signal })
  await readPieces({ handle, bytes, nextData }, sums, { first: 0, end: piecesOf(bytes) }, reading)
  return { bytes, sums }
}

/** Reads the pieces that a range touches; all others have the sums that they had `before`. */
export async function sumChanged(
  handle: FileHandle,
  before: Sums,
  ranges: readonly { readonly start: number; readonly length: number }[],
  reading: Reading,
): Promise<Sums> {
  const bytes = (await handle.stat()).size
  const pieces = piecesOf(bytes)
  const sums = Buffer.alloc(pieces * sumBytes)
  before.sums.copy(sums)
  // A last piece of another length is another piece.
  const tail = Math.floor(Math.min(before.bytes, bytes) / pieceBytes)
  const resized = before.bytes === bytes ? [] : [{ first: tail, end: pieces }]
  const nextData = await findData(handle.fd, { signal: reading.signal })
  let done = 0
  const touched = ranges.map(({ start, length }) => ({
    first: Math.floor(start / pieceBytes),
    end: Math.min(pieces, Math.ceil((start + length) / pieceBytes)),
  }))
  for (const { first, end } of [...touched, ...resized].sort((one, other) => one.first - other.first)) {
    await readPieces({ handle, bytes, nextData }, sums, { first: Math.max(done, first), end }, reading)
    done = Math.max(done, end)
  }
  return { bytes, sums }
}

function piecesOf(bytes: number): number {
  return Math.ceil(bytes / pieceBytes)
}

interface Pieces {
  readonly first: number
  readonly end: number
}

interface Read {
  readonly handle: FileHandle
  readonly bytes: number
  readonly nextData: NextData
}

const sumOfZeros = createHash('sha256').update(Buffer.alloc(pieceBytes)).digest()

async function readPieces(
  { handle, bytes, nextData }: Read,
  sums: Buffer,
  { first, end }: Pieces,
  reading: Reading,
): Promise<void> {
  const buffer = Buffer.alloc(pieceBytes * Math.min(piecesAtOnce, Math.max(1, end - first)))
  // The last one may be shorter, and its zeros have another sum.
  const whole = Math.min(end, Math.floor(bytes / pieceBytes))
  for (let piece = first; piece < end;) {
    reading.signal.throwIfAborted()
    const next = Math.min(whole, Math.floor(nextData(piece * pieceBytes) / pieceBytes))
    if (next > piece) {
      reading.onBytes((next - piece) * pieceBytes)
      for (; piece < next; piece += 1) sumOfZeros.copy(sums, piece * sumBytes)
      continue
    }
    const wanted = Math.min(buffer.length, (end - piece) * pieceBytes)
    const got = await readFully(handle, buffer.subarray(0, wanted), piece * pieceBytes)
    if (got === 0) return
    for (let at = 0; at < got; at += pieceBytes, piece += 1)
      createHash('sha256')
        .update(buffer.subarray(at, Math.min(at + pieceBytes, got)))
        .digest()
        .copy(sums, piece * sumBytes)
    reading.onBytes(got)
  }
}

async function readFully(handle: FileHandle, buffer: Buffer, at: number): Promise<number> {
  let got = 0
  while (got < buffer.length) {
    const { bytesRead } = await handle.read(buffer, got, buffer.length - got, at + got)
    if (bytesRead === 0) break
    got += bytesRead
  }
  return got
}
