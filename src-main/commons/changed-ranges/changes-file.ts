/**
 * What changed in a file, as a file that crosses: a head that says where each part belongs, then the parts. Both laptops share the
 * parts with the files that they are of, so that neither copies them.
 */
import { constants } from 'node:fs'
import { lstat, open, type FileHandle } from 'node:fs/promises'
import { z } from 'zod'
import { shareParts } from '../../tools/btrfs/btrfs-extents.ts'
import { openForeign } from '../../tools/files/foreign-file.ts'
import type { RunOptions } from '../../tools/run.ts'
import { roundUp, type ChangedRange } from './compare-layouts.ts'

const headLengthBytes = 8
const headAtMost = 64 * 1024 * 1024
/** Zeros are shared with the end of the file, which is made longer by so many. */
const zerosAtOnce = 1 << 30

const rangeSchema = z.object({ start: z.int().nonnegative(), length: z.int().positive(), zeros: z.boolean() })
const headSchema = z
  .object({ version: z.literal(1), bytes: z.int().nonnegative(), ranges: z.array(rangeSchema) })
  .refine(({ bytes, ranges }) => {
    let end = 0
    return ranges.every(({ start, length }) => {
      const isAfter = start >= end && start % 4096 === 0
      end = start + length
      return isAfter && end <= bytes
    })
  }, 'parts that do not follow each other')
type Head = z.infer<typeof headSchema>

/** `image` is held still. Returns the length of what is made. */
export async function writeChanges(
  image: string,
  file: string,
  ranges: readonly ChangedRange[],
  options: RunOptions,
): Promise<number> {
  const handle = await open(file, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
  let end: number
  let parts: readonly Part[]
  try {
    const { size: bytes } = await lstat(image)
    const head = Buffer.from(JSON.stringify({ version: 1, bytes, ranges: [...ranges] } satisfies Head))
    const length = Buffer.alloc(headLengthBytes)
    length.writeBigUInt64BE(BigInt(head.length))
    await handle.write(Buffer.concat([length, head]))
    ;({ parts, end } = placeParts(ranges, roundUp(headLengthBytes + head.length)))
    await handle.truncate(end)
  } finally {
    await handle.close()
  }
  await shareParts(
    image,
    file,
    parts.map(({ range, at }) => ({ at: range.start, length: range.length, into: at })),
    options,
  )
  return end
}

/** `image` becomes what the sender has. Can be repeated. Throws where it cannot be shared, or what came is no such file. */
export async function applyChanges(file: string, image: string, options: RunOptions): Promise<readonly ChangedRange[]> {
  const { bytes, ranges, parts, end } = await readHead(file)
  const zeros = ranges.filter((range) => range.zeros)
  const longest = Math.min(zerosAtOnce, Math.max(0, ...zeros.map(({ length }) => roundUp(length))))
  const handle = await openForeign(image, constants.O_RDWR)
  try {
    await handle.truncate(bytes)
    if (longest > 0) await withZeros(file, roundUp(end) + longest)
    await shareParts(
      file,
      image,
      parts.map(({ range, at }) => ({ at, length: range.length, into: range.start })),
      options,
    )
    await shareParts(
      file,
      image,
      zeros.flatMap((range) => piecesOf(range, roundUp(end))),
      options,
    )
    // Zeros go to the end of a block, and an image may end before.
    await handle.truncate(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return ranges
}

interface Part {
  readonly range: ChangedRange
  /** In the file that crosses. */
  readonly at: number
}

function placeParts(
  ranges: readonly ChangedRange[],
  first: number,
): { readonly parts: readonly Part[]; readonly end: number } {
  let at = first
  let end = first
  const parts: Part[] = []
  for (const range of ranges) {
    if (range.zeros) continue
    parts.push({ range, at })
    end = at + range.length
    at += roundUp(range.length)
  }
  return { parts, end }
}

async function readHead(file: string): Promise<Head & { readonly parts: readonly Part[]; readonly end: number }> {
  const handle = await openForeign(file)
  try {
    const length = Number((await readExactly(handle, 0, headLengthBytes)).readBigUInt64BE())
    if (length > headAtMost) throw new Error(`a head of ${length} bytes`)
    const text = (await readExactly(handle, headLengthBytes, length)).toString('utf8')
    const head = headSchema.parse(JSON.parse(text))
    return { ...head, ...placeParts(head.ranges, roundUp(headLengthBytes + length)) }
  } finally {
    await handle.close()
  }
}

async function readExactly(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at)
  if (bytesRead < length) throw new Error(`${bytesRead} of ${length} bytes`)
  return buffer
}

async function withZeros(file: string, bytes: number): Promise<void> {
  const handle = await openForeign(file, constants.O_WRONLY)
  try {
    await handle.truncate(bytes)
  } finally {
    await handle.close()
  }
}

function piecesOf({ start, length }: ChangedRange, at: number) {
  const whole = roundUp(length)
  const count = Math.ceil(whole / zerosAtOnce)
  return Array.from({ length: count }, (_, index) => ({
    at,
    length: Math.min(zerosAtOnce, whole - index * zerosAtOnce),
    into: start + index * zerosAtOnce,
  }))
}
