/**
 * What the snapshots of a store hold, folder by folder. A folder is known by the ID of its tree, the hash of what it lists: it never
 * changes, and equal folders of all snapshots are one. Names come as bytes, which neither `restic ls` nor `restic find` gives.
 */
import { z } from 'zod'
import { bytePathFromBuffer, type BytePath } from '../../kernel/byte-path.ts'
import { parseJson } from '../../kernel/parse-json.ts'
import { toolsMessages } from '../messages.ts'
import { unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { askStored, type Store } from './run-restic.ts'

const idSchema = z.string().regex(/^[0-9a-f]{64}$/)
const nodeSchema = z.object({
  /** As a string of Go's, without its quotes. */
  name: z.string(),
  type: z.string(),
  /** Of Go's os.FileMode: the last nine bits are those of chmod(2). */
  mode: z.number().default(0),
  mtime: z.string().default(''),
  uid: z.number().default(0),
  gid: z.number().default(0),
  size: z.number().default(0),
  inode: z.number().default(0),
  links: z.number().default(1),
  linktarget: z.string().default(''),
  /** Base64; only where the text has lost bytes (0.16 and later). */
  linktarget_raw: z.string().optional(),
  /** Of a folder: the ID of its tree. */
  subtree: idSchema.optional(),
  extended_attributes: z.array(z.object({ name: z.string() })).nullish(),
})
const treeSchema = z.object({ nodes: z.array(nodeSchema).nullable() })
const topSchema = z.object({ tree: idSchema, paths: z.array(z.string()) })
/** `tree`: the ID of the tree at "/"; `paths`: what was stored, absolute. */
export type StoredTop = z.infer<typeof topSchema>

export interface StoredNode {
  readonly name: BytePath
  /** One letter, as in `find -type`. */
  readonly type: string
  /** Octal, "644". */
  readonly mode: string
  /** Seconds since 1970 with all digits of the fraction. */
  readonly modified: string
  readonly uid: number
  readonly gid: number
  readonly bytes: number
  readonly inode: string
  readonly links: number
  /** Of a link. */
  readonly target: BytePath
  /** Of a folder: the ID of its tree. */
  readonly tree: string | undefined
  /** Who may do what is not said by its mode alone (acl(5)). */
  readonly hasAcl: boolean
}

/** AppError "not-verified" where the store has lost it. */
export async function readStoredSnapshot(store: Store, id: string, options: RunOptions): Promise<StoredTop> {
  const said = await askStored(store, titles.readStore({}), ['cat', 'snapshot', '--', id], options)
  const { data } = topSchema.safeParse(parseJson(said))
  if (data === undefined) throw unreadableAnswer('restic', said)
  return data
}

/** What is directly in a folder, in no order. AppError "not-verified" where the store has lost it. */
export async function readStoredTree(store: Store, id: string, options: RunOptions): Promise<readonly StoredNode[]> {
  const said = await askStored(store, titles.readStore({}), ['cat', 'blob', '--', id], options)
  const { data } = treeSchema.safeParse(parseJson(said))
  if (data === undefined) throw unreadableAnswer('restic', said.slice(0, 4_000))
  const nodes = (data.nodes ?? []).map(viewNode)
  const bad = nodes.find(({ name }) => !isName(name))
  if (bad !== undefined) throw toolsMessages.storeDamaged({}, { details: JSON.stringify(bad.name) })
  return nodes
}

/** Whoever can write into a store says what is in it: nothing may lead elsewhere. */
const isName = (name: BytePath): boolean => name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name)

function viewNode(node: z.infer<typeof nodeSchema>): StoredNode {
  const { uid, gid, size: bytes, links, inode, subtree: tree } = node
  return {
    name: unquoteName(node.name),
    type: letters[node.type] ?? 'U',
    mode: modeOf(node.mode),
    modified: secondsOf(node.mtime),
    ...{ uid, gid, bytes, links, tree },
    inode: String(inode),
    hasAcl: node.extended_attributes?.some(({ name }) => name === 'system.posix_acl_access') === true,
    target: bytePathFromBuffer(
      node.linktarget_raw === undefined ? Buffer.from(node.linktarget) : Buffer.from(node.linktarget_raw, 'base64'),
    ),
  }
}

const letters: Readonly<Record<string, string>> = {
  ...{ file: 'f', dir: 'd', symlink: 'l', fifo: 'p', socket: 's', dev: 'b', chardev: 'c' },
}

/** os.ModeSetuid, os.ModeSetgid and os.ModeSticky. */
const special = [
  [2 ** 23, 0o4000],
  [2 ** 22, 0o2000],
  [2 ** 20, 0o1000],
] as const

function modeOf(mode: number): string {
  const bits = special.reduce((sum, [of, bit]) => (Math.floor(mode / of) % 2 === 1 ? sum + bit : sum), mode & 0o777)
  return bits.toString(8)
}

/** "2026-11-24T09:12:00.123456789+01:00" */
function secondsOf(time: string): string {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '0'
  const whole = Date.parse(time.replace(/\.\d+/, ''))
  return `${Number.isNaN(whole) ? 0 : Math.floor(whole / 1000)}.${fraction}`
}

const simple: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 }

/** Of strconv.Quote: letters, numbers of bytes and of characters behind a backslash, and what is printable as it is. */
export function unquoteName(quoted: string): BytePath {
  const parts = quoted.match(/\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}|\\.|[^\\]+/gsu) ?? []
  return bytePathFromBuffer(Buffer.concat(parts.map(bytesOf)))
}

function bytesOf(part: string): Buffer {
  const letter = part.charAt(1)
  if (!part.startsWith('\\')) return Buffer.from(part)
  if (part.length === 2) return simple[letter] === undefined ? Buffer.from(letter) : Buffer.from([simple[letter]])
  const number = Number.parseInt(part.slice(2), 16)
  return letter === 'x' ? Buffer.from([number]) : Buffer.from(String.fromCodePoint(number))
}
