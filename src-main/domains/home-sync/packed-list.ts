/**
 * Lists that have a text for each file of a home, in one message: packed, a million paths take some MB and are never one string.
 * As JSON they would be more than a message may hold (machine/wire.ts).
 */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createDeflateRaw, createInflateRaw } from 'node:zlib'
import { z } from 'zod'
import { homeMessages } from './messages.ts'

/** Texts of one character a byte, each ended by NUL, deflated (RFC 1951), in base64. */
export const packedListSchema = z.base64().max(96 * 1024 * 1024)

const textEnd = '\0'
const textsAtOnce = 10_000
/** Of all texts together, some twenty million paths: more than any home has, and than a packed list may be blown up to. */
const mostBytes = 2 ** 31

/** What `texts` throws is thrown. */
export async function packList(texts: Iterable<string> | AsyncIterable<readonly string[]>): Promise<string> {
  const pieces: Buffer[] = []
  const some = Symbol.asyncIterator in texts ? texts : lotsOf(texts)
  const collect = async (deflated: AsyncIterable<Buffer>): Promise<void> => {
    for await (const piece of deflated) pieces.push(piece)
  }
  await pipeline(endedEach(some), createDeflateRaw({ level: 1 }), collect)
  return Buffer.concat(pieces).toString('base64')
}

function* lotsOf(texts: Iterable<string>): Generator<readonly string[]> {
  let some: string[] = []
  for (const text of texts) {
    some.push(text)
    if (some.length < textsAtOnce) continue
    yield some
    some = []
  }
  yield some
}

async function* endedEach(
  lots: Iterable<readonly string[]> | AsyncIterable<readonly string[]>,
): AsyncGenerator<Buffer> {
  for await (const some of lots) if (some.length > 0) yield ended(some)
}

function ended(texts: readonly string[]): Buffer {
  return Buffer.from(texts.join(textEnd) + textEnd, 'latin1')
}

/** All of it at once. AppError "invalid-input" for what is no packed list. */
export async function unpackList(packed: string): Promise<string[]> {
  const texts: string[] = []
  for await (const some of unpackLots(packed)) for (const text of some) texts.push(text)
  return texts
}

/** Some at a time, as they come. AppError "invalid-input" for what is no packed list. */
export async function* unpackLots(packed: string): AsyncGenerator<readonly string[]> {
  try {
    let open = ''
    let bytes = 0
    const inflated = Readable.from([Buffer.from(packed, 'base64')]).pipe(createInflateRaw())
    for await (const piece of inflated) {
      bytes += (piece as Buffer).length
      if (bytes > mostBytes) throw new Error('too long')
      const some = (open + (piece as Buffer).toString('latin1')).split(textEnd)
      open = some.pop() ?? ''
      yield some
    }
    if (open !== '') throw new Error('cut off')
  } catch (error) {
    throw homeMessages.listUnreadable({}, { details: String(error) })
  }
}
