/** bundle.json and entries.jsonl: what a bundle says of itself. Read as data, without following a link, up to a size that they can have. */
import { createHash, type Hash } from 'node:crypto'
import { closeSync, fstatSync } from 'node:fs'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { bytesOf, readForeign } from '../../../tools/files/foreign-file.ts'
import { streamOpened } from '../../../tools/files/own-file.ts'
import { openInside } from '../../../tools/files/safe-path.ts'
import { writeFlushed } from '../../../tools/files/durable-file.ts'
import { parseJson } from '../../../kernel/parse-json.ts'
import { errnoOf, isErrno } from '../../../kernel/errno.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import {
  bundleHeadSchema,
  bundleText,
  entrySchema,
  type BundleEntry,
  type BundleHead,
  type NamedContents,
} from '../schemas.ts'

export const headName = 'bundle.json'
export const entriesName = 'entries.jsonl'

const mostHeadBytes = 8 * 1024 * 1024
const mostEntriesBytes = 1024 * 1024 * 1024
/** The longest path and all attributes that a file can have, written out, are a small part of it. */
const mostLineBytes = 8 * 1024 * 1024
const newline = 0x0a
export const mostEntries = 1_000_000

/** Undefined where there is none that can be read. */
export function readHead(tree: string): BundleHead | undefined {
  const head = bytesOf(readForeign(tree, headName, mostHeadBytes))
  return head === undefined ? undefined : bundleHeadSchema.safeParse(parseJson(head.toString('utf8'))).data
}

function openList(tree: string, name: string, mostBytes: number): number | undefined {
  let descriptor
  try {
    descriptor = openInside(tree, name)
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT', 'ENOTDIR')) return undefined
    throw thrown
  }
  if (descriptor === undefined || fstatSync(descriptor).size <= mostBytes) return descriptor
  closeSync(descriptor)
  return undefined
}

/** In the order of their paths, each path once. AppError "not-verified" where they are not those that the head names and counts. */
export async function readEntries(
  tree: string,
  head: BundleHead,
  options: RunOptions,
): Promise<readonly BundleEntry[]> {
  const damaged = (cause?: unknown) => bundlesMessages.unreadable({ bundle: bundleText(head.bundle) }, { cause })
  const descriptor = openList(tree, entriesName, mostEntriesBytes)
  if (descriptor === undefined) throw damaged()
  const hash = createHash('sha256')
  const stream = streamOpened(descriptor)
  let lineBytes = 0
  stream.on('data', (piece) => {
    const bytes = Buffer.from(piece)
    const end = bytes.lastIndexOf(newline)
    lineBytes = end === -1 ? lineBytes + bytes.length : bytes.length - end - 1
    hash.update(bytes)
    // What has no end would be kept as one line.
    if (lineBytes > mostLineBytes) stream.destroy(new Error('a line that is too long'))
  })
  const entries: BundleEntry[] = []
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      options.signal?.throwIfAborted()
      const entry = entrySchema.parse(JSON.parse(line))
      const before = entries.at(-1)
      if ((before !== undefined && before.path >= entry.path) || entries.length >= mostEntries) throw damaged()
      entries.push(entry)
    }
  } catch (thrown) {
    options.signal?.throwIfAborted()
    const isOther = errnoOf(thrown) !== undefined && !isErrno(thrown, 'EIO', 'EUCLEAN')
    throw isOther ? thrown : damaged(thrown)
  } finally {
    stream.destroy()
    if (!stream.closed) await once(stream, 'close')
  }
  const { files, bytes } = countEntries(entries)
  if (hash.digest('hex') !== head.digest || files !== head.files || bytes !== head.bytes) throw damaged()
  return entries
}

/** Each file once, whatever names it has. */
function countEntries(entries: readonly BundleEntry[]): Pick<BundleHead, 'files' | 'bytes'> {
  const files = entries.filter(({ type }) => type === 'f')
  const bytes = files.reduce((sum, { bytes: size = 0, sameAs }) => sum + (sameAs === undefined ? size : 0), 0)
  return { files: files.length, bytes }
}

/** With the same files. When, where and of what it was made may differ: two laptops may bundle the same. */
export function isSameBundle(one: NamedContents, other: NamedContents): boolean {
  const { name, version } = one.bundle
  return name === other.bundle.name && version === other.bundle.version && one.digest === other.digest
}

const clocksDifferMs = 60 * 60_000

/** It would be the newest one for as long as it says. */
export const isOfFuture = ({ madeAt }: BundleHead): boolean => Date.parse(madeAt) > Date.now() + clocksDifferMs

const linesAtOnce = 1_000

/** In pieces: all of them may be longer than one string can be. */
function* linesOf(entries: readonly BundleEntry[], hash: Hash): Iterable<Buffer> {
  for (let first = 0; first < entries.length; first += linesAtOnce) {
    const some = entries.slice(first, first + linesAtOnce)
    const lines = Buffer.from(some.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    hash.update(lines)
    yield lines
  }
}

/** On the disk when it returns. `entries` are in the order of their paths. */
export function writeLists(
  tree: string,
  head: Omit<BundleHead, 'digest' | 'files' | 'bytes' | 'version'>,
  entries: readonly BundleEntry[],
): BundleHead {
  const hash = createHash('sha256')
  writeFlushed(path.join(tree, entriesName), linesOf(entries, hash))
  const whole: BundleHead = { ...{ version: 1, ...head }, ...countEntries(entries), digest: hash.digest('hex') }
  writeFlushed(path.join(tree, headName), `${JSON.stringify(whole, undefined, 2)}\n`)
  return whole
}
