/** Reads one version of a file in a tree that nobody writes to. Its contents only if the person has permission to read them. */
import { createHash, createHmac } from 'node:crypto'
import { closeSync, read as readCallback, readlinkSync, type BigIntStats } from 'node:fs'
import { promisify } from 'node:util'
import type { AgentLookSide, Picture } from '../../../contract/look.ts'
import { bytePathFromBuffer, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { pictureLimitBytes, pictureTypeOf } from '../../../kernel/picture-type.ts'
import { isText, textLimitBytes } from '../../../kernel/text-content.ts'
import { readAccounts } from '../../../tools/accounts/accounts.ts'
import type { Account } from '../../../tools/accounts/as-person.ts'
import { readHeadAs } from '../../../tools/files/dd.ts'
import { atParent, openInside, statInside } from '../../../tools/files/safe-path.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { lookingMessages } from '../messages.ts'
import { modifiedAt } from '../../../tools/files/file-stamp.ts'

const read = promisify(readCallback)
const digestLimitBytes = 512 * 1024 * 1024
const pieceBytes = 1 << 20

interface Onlooker {
  readonly person: Account
  /** The same for all versions that are looked at together: those that cannot be read can be compared, but not guessed. */
  readonly key: Buffer
}

export async function lookInside(
  root: string,
  path: BytePath,
  who: Onlooker,
  options: RunOptions,
): Promise<AgentLookSide> {
  const stat = statInside(root, path)
  if (stat === undefined) return { kind: 'absent' }
  if (stat.isSymbolicLink()) return readLink(root, path)
  if (!stat.isFile()) throw lookingMessages.notAFile({ path: textFromBytePath(path) })
  const about = describe(stat)
  const head = await readHeadAs(who.person, { root, path, bytes: textLimitBytes + 1 }, options)
  if (head.kind === 'denied') {
    const sha256 = await digest(root, path, createHmac('sha256', who.key), options)
    return { kind: 'opaque', sha256, ...about, note: lookingMessages.notReadable({}) }
  }
  if (head.content.length <= textLimitBytes && isText(head.content))
    return { kind: 'text', text: head.content.toString('utf8'), ...about, bytes: head.content.length }
  if (about.bytes > digestLimitBytes)
    return { kind: 'opaque', sha256: '', ...about, note: lookingMessages.tooLarge({}) }
  const sha256 = await digest(root, path, createHash('sha256'), options)
  const picture = await readPicture(root, path, { head: head.content, bytes: about.bytes, who }, options)
  return { kind: 'opaque', sha256, ...about, ...(picture === undefined ? {} : { picture }) }
}

interface Readable {
  readonly head: Buffer
  readonly bytes: number
  readonly who: Onlooker
}

async function readPicture(
  root: string,
  path: BytePath,
  { head, bytes, who }: Readable,
  options: RunOptions,
): Promise<Picture | undefined> {
  const type = pictureTypeOf(head)
  if (type === undefined || bytes > pictureLimitBytes) return undefined
  const whole = head.length >= bytes ? head : await readWhole(root, path, { bytes, who }, options)
  return whole === undefined ? undefined : { type, base64: whole.toString('base64') }
}

async function readWhole(
  root: string,
  path: BytePath,
  { bytes, who }: Pick<Readable, 'bytes' | 'who'>,
  options: RunOptions,
): Promise<Buffer | undefined> {
  const whole = await readHeadAs(who.person, { root, path, bytes }, options)
  return whole.kind === 'read' ? whole.content : undefined
}

function describe(stat: BigIntStats) {
  const accounts = readAccounts()
  return {
    mode: (stat.mode & 0o7777n).toString(8).padStart(4, '0'),
    owner: `${accounts.userName(Number(stat.uid))}:${accounts.groupName(Number(stat.gid))}`,
    changedAt: modifiedAt(stat),
    bytes: Number(stat.size),
  }
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
