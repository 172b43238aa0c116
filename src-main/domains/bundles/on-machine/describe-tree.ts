/** A tree that root alone can reach and in which nothing moves, as a list: everything that each file has, and its SHA-256. */
import { createHash } from 'node:crypto'
import { closeSync, readSync } from 'node:fs'
import { createYielding, type Yielding } from '../../../commons/tree-changes/on-machine/yielding.ts'
import { bytePathFromText, type BytePath } from '../../../kernel/byte-path.ts'
import { ownAttributes, readAttributes } from '../../../tools/files/attributes.ts'
import { lookInside } from '../../../tools/files/safe-path.ts'
import { findFacts, type FileFacts } from '../../../tools/find/find-facts.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { BundleEntry } from '../schemas.ts'

export interface TreeWork extends RunOptions {
  /** Bytes of contents, of all that are to be read. */
  readonly onBytes: (done: number, total: number) => void
}

/**
 * In the order of paths, without the top itself. `known`: the SHA-256 of a file that need not be read. A socket, a device or anything
 * else that a bundle has not is told as a FIFO with mode 0, which nothing is equal to.
 */
export async function describeTree(
  top: string,
  known: ReadonlyMap<BytePath, string>,
  work: TreeWork,
): Promise<readonly BundleEntry[]> {
  const { entries: found } = await findFacts({ root: top, starts: [''] }, work)
  const facts = found.filter(({ path }) => path !== '').toSorted((one, other) => (one.path < other.path ? -1 : 1))
  const attributes = await readGiven(top, facts, work)
  const sums = await sumFiles(top, facts, known, work)
  const firsts = new Map<string, BytePath>()
  return facts.map((one) => {
    const first = one.type === 'f' && one.links > 1 ? firstOf(firsts, one) : one.path
    const attribute = attributes.get(one.path)
    return {
      ...{ path: one.path, ...typeOf(one), uid: one.uid, gid: one.gid, modified: one.modified },
      ...(one.type === 'f' ? { bytes: one.bytes, sha256: sums.get(inodeOf(one)) ?? '' } : {}),
      ...(one.type === 'l' ? { target: one.target } : {}),
      ...(first === one.path ? {} : { sameAs: first }),
      ...(attribute === undefined ? {} : { attributes: attribute }),
    }
  })
}

function typeOf({ type, mode }: FileFacts): Pick<BundleEntry, 'type' | 'mode'> {
  if (type === 'f' || type === 'd' || type === 'l' || type === 'p') return { type, mode }
  return { type: 'p', mode: '0' }
}

const inodeOf = ({ device, inode }: FileFacts): string => `${device} ${inode}`

function firstOf(firsts: Map<string, BytePath>, facts: FileFacts): BytePath {
  const first = firsts.get(inodeOf(facts)) ?? facts.path
  firsts.set(inodeOf(facts), first)
  return first
}

/** Those that a person or a program gave. */
async function readGiven(
  top: string,
  facts: readonly FileFacts[],
  options: RunOptions,
): Promise<ReadonlyMap<BytePath, string>> {
  const start = `${bytePathFromText(top)}/`
  const paths = facts.map(({ path }) => `${start}${path}`)
  const found = await readAttributes({ paths, areFrozen: true }, options)
  const given = [...found].map(([path, lines]) => {
    const kept = lines.split('\n').filter((line) => !ownAttributes.test(line))
    return [path.slice(start.length), kept.join('\n')] as const
  })
  return new Map(given.filter(([, lines]) => lines !== ''))
}

/** By inode. */
async function sumFiles(
  top: string,
  facts: readonly FileFacts[],
  known: ReadonlyMap<BytePath, string>,
  { signal, onBytes }: TreeWork,
): Promise<ReadonlyMap<string, string>> {
  const sums = new Map<string, string>()
  const files = facts.filter(({ type }) => type === 'f')
  for (const one of files) {
    const sum = known.get(one.path)
    if (sum !== undefined) sums.set(inodeOf(one), sum)
  }
  const toRead = files.filter((one) => !sums.has(inodeOf(one)))
  const total = toRead.reduce((sum, { bytes }) => sum + bytes, 0)
  const yielding = createYielding(signal)
  const inside = lookInside(top)
  const piece = Buffer.allocUnsafe(pieceBytes)
  let done = 0
  try {
    for (const one of toRead) {
      if (sums.has(inodeOf(one))) continue
      const descriptor = inside.open(one.path)
      if (descriptor === undefined) continue
      try {
        sums.set(
          inodeOf(one),
          await hashPieces({ descriptor, piece, yielding }, (bytes) => onBytes((done += bytes), total)),
        )
      } finally {
        closeSync(descriptor)
      }
    }
  } finally {
    inside.close()
  }
  return sums
}

const pieceBytes = 1 << 20

interface HashPieces {
  readonly descriptor: number
  /** The same for all files. */
  readonly piece: Buffer
  readonly yielding: Yielding
}

async function hashPieces(
  { descriptor, piece, yielding }: HashPieces,
  onBytes: (bytes: number) => void,
): Promise<string> {
  const hash = createHash('sha256')
  for (;;) {
    const count = readSync(descriptor, piece, 0, piece.length, null)
    if (count === 0) return hash.digest('hex')
    hash.update(piece.subarray(0, count))
    onBytes(count)
    const turn = yielding.next()
    if (turn !== undefined) await turn
  }
}

export interface EntryDifference {
  readonly path: BytePath
  readonly kind: 'added' | 'changed' | 'deleted' | 'attributes'
}

/** From `one` to `other`, both in the order of their paths. `attributes`: contents are the same. */
export function compareEntries(one: readonly BundleEntry[], other: readonly BundleEntry[]): readonly EntryDifference[] {
  const before = new Map(one.map((entry) => [entry.path, entry]))
  const after = new Set(other.map(({ path }) => path))
  const found = other.flatMap((entry): readonly EntryDifference[] => {
    const earlier = before.get(entry.path)
    if (earlier === undefined) return [{ path: entry.path, kind: 'added' }]
    if (keyOf(earlier) === keyOf(entry)) return []
    const isSame = earlier.type === entry.type && earlier.sha256 === entry.sha256 && earlier.target === entry.target
    return [{ path: entry.path, kind: isSame ? 'attributes' : 'changed' }]
  })
  const gone = one.filter(({ path }) => !after.has(path)).map(({ path }) => ({ path, kind: 'deleted' as const }))
  return [...found, ...gone].toSorted((first, second) => (first.path < second.path ? -1 : 1))
}

const keyOf = (entry: BundleEntry): string =>
  JSON.stringify([
    ...[entry.type, entry.mode, entry.uid, entry.gid, entry.modified, entry.bytes, entry.sha256, entry.target],
    ...[entry.sameAs, entry.attributes],
  ])
