/** Reads one version of a file. Its contents only if the person has permission to read them. */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { closeSync, read as readCallback, readlinkSync, type BigIntStats } from 'node:fs'
import { promisify } from 'node:util'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import type { Tree } from '../../../../commons/snapshot-sets/schemas.ts'
import type { AgentLookSide } from '../../../../contract/look.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import { bytePathFromBuffer, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { isText, textLimitBytes } from '../../../../kernel/text-content.ts'
import type { Account } from '../../../../tools/accounts/as-person.ts'
import { readHeadAs } from '../../../../tools/files/dd.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { atParent, openInside, statInside } from '../../../../tools/files/safe-path.ts'
import { createDescribe } from '../tree/entry-facts.ts'
import { factsOfStat } from '../tree/stat-facts.ts'
import { withTree } from '../tree/with-tree.ts'
import { filesMessages } from '../../messages.ts'

const read = promisify(readCallback)
const digestLimitBytes = 512 * 1024 * 1024
const pieceBytes = 1 << 20

export interface Side {
  readonly tree: Tree
  readonly path: BytePath
}

export async function lookAt(
  places: Places,
  person: Account,
  sides: readonly Side[],
  options: RunOptions,
): Promise<AgentLookSide[]> {
  // One key for all sides, so that unreadable versions can be compared, but their contents not guessed.
  const key = randomBytes(32)
  return Promise.all(
    sides.map(({ tree, path }) =>
      withTree(places, tree, options, ({ root }) => lookInside(root, path, { person, key }, options)),
    ),
  )
}

interface Onlooker {
  readonly person: Account
  readonly key: Buffer
}

async function lookInside(root: string, path: BytePath, who: Onlooker, options: RunOptions): Promise<AgentLookSide> {
  const stat = statInside(root, path)
  if (stat === undefined) return { kind: 'absent' }
  if (stat.isSymbolicLink()) return readLink(root, path)
  if (!stat.isFile()) throw noFile(path)
  const about = describe(stat)
  const head = await readHeadAs(who.person, { root, path, bytes: textLimitBytes + 1 }, options)
  if (head.kind === 'denied') {
    const sha256 = await digest(root, path, createHmac('sha256', who.key), options)
    return { kind: 'opaque', sha256, ...about, note: filesMessages.notReadable({}) }
  }
  if (head.content.length <= textLimitBytes && isText(head.content))
    return { kind: 'text', text: head.content.toString('utf8'), ...about, bytes: head.content.length }
  if (about.bytes > digestLimitBytes) return { kind: 'opaque', sha256: '', ...about, note: filesMessages.tooLarge({}) }
  return { kind: 'opaque', sha256: await digest(root, path, createHash('sha256'), options), ...about }
}

function describe(stat: BigIntStats) {
  const { mode, owner, changedAt, bytes } = createDescribe()(factsOfStat(stat))
  return { mode, owner, changedAt, bytes }
}

function readLink(root: string, path: BytePath): AgentLookSide {
  const target = atParent(root, path, (leaf) => readlinkSync(leaf, { encoding: 'buffer' }))
  return target === undefined
    ? { kind: 'absent' }
    : { kind: 'link', target: textFromBytePath(bytePathFromBuffer(target)) }
}

interface Digest {
  update(piece: Buffer): unknown
  digest(encoding: 'hex'): string
}

async function digest(root: string, path: BytePath, hash: Digest, options: RunOptions): Promise<string> {
  const descriptor = openInside(root, path)
  if (descriptor === undefined) return ''
  try {
    const piece = Buffer.allocUnsafe(pieceBytes)
    for (let done = 0; done <= digestLimitBytes;) {
      options.signal?.throwIfAborted()
      const { bytesRead } = await read(descriptor, piece, 0, piece.length, null)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(piece.subarray(0, bytesRead))
      done += bytesRead
    }
    return ''
  } finally {
    closeSync(descriptor)
  }
}

function noFile(path: BytePath): AppError {
  return filesMessages.notAFile({ path: textFromBytePath(path) })
}
