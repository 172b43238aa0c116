/** The conflict files of a home with what can be known of them: size, time, and the contents where they may be read. */
import { createHash, hash } from 'node:crypto'
import { closeSync, fstatSync, read as readCallback, type BigIntStats } from 'node:fs'
import { promisify } from 'node:util'
import { parseConflictPath } from '../../../contract/conflict-name.ts'
import { findConflictsOf } from '../../../commons/person-syncthing/on-machine/find-conflicts.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { inodeStamp, modifiedAt } from '../../../tools/files/file-stamp.ts'
import { lookInside, type Inside } from '../../../tools/files/safe-path.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { SeenCopy, SeenFile } from '../verbs.ts'

const read = promisify(readCallback)

/** What is larger, or comes after so much, is not read: it is told as not compared. */
const mostBytes = { ofFile: 64 * 1024 ** 2, inAll: 512 * 1024 ** 2 }
const pieceBytes = 1 << 20

type Person = Pick<HostContext['person'], 'uid' | 'gid' | 'home'>

export async function seeConflicts(
  person: Person,
  options: RunOptions,
): Promise<{ readonly found: SeenCopy[]; readonly more: number }> {
  const { paths, more } = await findConflictsOf(person, options)
  const inside = lookInside(person.home)
  try {
    const see = createSee(inside, person, options)
    const found: SeenCopy[] = []
    for (const copy of paths) {
      const parsed = parseConflictPath(copy)
      const ofCopy = parsed === undefined ? undefined : await see(copy)
      if (parsed === undefined || ofCopy === undefined) continue
      const { file, metAt } = parsed
      const ofFile = await see(file)
      found.push({ copy, file, metAt: metAt.toISOString(), ofCopy, ...(ofFile === undefined ? {} : { ofFile }) })
    }
    return { found, more }
  } finally {
    inside.close()
  }
}

/** Each path once: a file has up to ten copies. */
function createSee(inside: Inside, person: Person, options: RunOptions) {
  const seen = new Map<BytePath, SeenFile | undefined>()
  let leftBytes = mostBytes.inAll
  const see = async (path: BytePath): Promise<SeenFile | undefined> => {
    const descriptor = inside.open(path)
    if (descriptor === undefined) return undefined
    try {
      const stat = fstatSync(descriptor, { bigint: true })
      const bytes = Number(stat.size)
      const isRead = mayRead(person, stat) && bytes <= Math.min(mostBytes.ofFile, leftBytes)
      if (isRead) leftBytes -= bytes
      const digest = isRead ? await digestAsSeen(descriptor, stat, options) : undefined
      return {
        ...{ bytes, modifiedAt: modifiedAt(stat), stamp: stampOf(stat) },
        ...(digest === undefined ? {} : { digest }),
      }
    } finally {
      closeSync(descriptor)
    }
  }
  return async (path: BytePath): Promise<SeenFile | undefined> => {
    if (!seen.has(path)) seen.set(path, await see(path))
    return seen.get(path)
  }
}

/** What only root may read is told to nobody, not even by its sum. */
function mayRead({ uid }: Person, stat: BigIntStats): boolean {
  return Number(stat.uid) === uid || (stat.mode & 0o004n) !== 0n
}

/** The same of a file and of its snapshot. */
export function stampOf(stat: BigIntStats): string {
  return hash('sha256', inodeStamp(stat))
}

/** Undefined where somebody wrote to it meanwhile. */
async function digestAsSeen(
  descriptor: number,
  stat: BigIntStats,
  { signal }: RunOptions,
): Promise<string | undefined> {
  const sum = createHash('sha256')
  const piece = Buffer.allocUnsafe(Math.min(pieceBytes, Number(stat.size) + 1))
  let done = 0
  for (;;) {
    signal?.throwIfAborted()
    const { bytesRead } = await read(descriptor, piece, 0, piece.length, done)
    if (bytesRead === 0) break
    sum.update(piece.subarray(0, bytesRead))
    done += bytesRead
    if (done > Number(stat.size)) return undefined
  }
  const isAsSeen = inodeStamp(fstatSync(descriptor, { bigint: true })) === inodeStamp(stat)
  return done === Number(stat.size) && isAsSeen ? sum.digest('hex') : undefined
}
