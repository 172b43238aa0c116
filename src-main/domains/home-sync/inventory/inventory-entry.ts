/**
 * One line of an inventory of /home: what one laptop says of one name. The same text stands in the files an agent keeps
 * and in the pages it sends, ended by NUL and sorted like `LC_ALL=C sort -z`:
 *
 *   KEY 01 01 CTIME INODE TYPE MODE USER GROUP SIZE MTIME LEADER-LENGTH LEADER TARGET
 *
 * KEY is the path below /home with the bytes "/" and 01 exchanged. A name cannot hold "/", so 01 in a key is always the
 * separator: keys sort in tree order (a folder, then all that is in it, then its next sibling), and 01 01 ends the key.
 * LEADER is the key of the first name of the same file when this is a further hard link of it.
 * What is left out by a rule has `KEY 01 01 X` alone: that it is there, and nothing of it.
 */
import type { BytePath } from '../../../kernel/byte-path.ts'

export interface InventoryEntry {
  readonly key: string
  /** Change time, with a mark where it says too little (racy-entry.ts), and inode: only means something on the laptop it comes from. */
  readonly local: string
  /** Everything that has to be the same on both laptops. "X" for what is left out. */
  readonly shared: string
}

/** As find writes them: file, folder, link, FIFO; or left out. Sockets and devices never get into an inventory. */
export type InventoryEntryType = 'f' | 'd' | 'l' | 'p' | 'X'

export interface EntryFields {
  readonly type: InventoryEntryType
  /** Permission bits, octal, with set-id and sticky bits: "755", "4755". */
  readonly mode: string
  readonly user: string
  readonly group: string
  /** 0 for anything but regular files and links. */
  readonly size: number
  /** Seconds since the epoch with all digits the file system has. */
  readonly mtime: string
  readonly leader: string
  /** What a symbolic link points to, in exchanged bytes like a key. */
  readonly target: string
}

export const keyEnd = '\u0001\u0001'
export const recordEnd = '\u0000'
export const leftOut = 'X'

/** `local` in a base: it was never on this laptop, or its inode is not known any more. Whatever comes there is a change. */
export const nowhere = '0 0'
/** `local` in a base: it was not compared. What is there is this laptop's own, and if it is gone, it was deleted here. */
export const uncompared = '0 1'

/** Exchanges "/" and 01, in both directions. */
export function exchangeBytes(text: string): string {
  // eslint-disable-next-line no-control-regex -- byte 01 is one of the two
  return text.replace(/[/\u0001]/g, (byte) => (byte === '/' ? '\u0001' : '/'))
}

export function keyOfPath(path: BytePath): string {
  return exchangeBytes(path)
}

export function pathOfKey(key: string): BytePath {
  return exchangeBytes(key)
}

/** Whether `key` is `folder` or lies in it. */
export function isAtOrBelow(key: string, folder: string): boolean {
  return key.startsWith(folder) && (key.length === folder.length || key.charCodeAt(folder.length) === 1)
}

/** Whether a folder around it is one of them. */
export function isBelowAny(key: string, folders: { readonly has: (folder: string) => boolean }): boolean {
  for (let at = key.indexOf('\u0001'); at !== -1; at = key.indexOf('\u0001', at + 1)) {
    if (folders.has(key.slice(0, at))) return true
  }
  return false
}

export function parentKey(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('\u0001')))
}

export function keyOfRecord(record: string): string {
  const end = record.indexOf(keyEnd)
  if (end <= 0) throw new Error(`not a record of an inventory: ${JSON.stringify(record.slice(0, 200))}`)
  return record.slice(0, end)
}

export function isLeftOut({ shared }: Pick<InventoryEntry, 'shared'>): boolean {
  return shared === leftOut
}

export function parseRecord(record: string): InventoryEntry {
  const key = keyOfRecord(record)
  const end = key.length
  const rest = record.slice(end + 2)
  if (rest === leftOut) return { key, local: '', shared: leftOut }
  const localEnd = nthSpace(rest, 2)
  return { key, local: rest.slice(0, localEnd), shared: rest.slice(localEnd + 1) }
}

export function formatRecord(entry: InventoryEntry): string {
  const rest = entry.shared === leftOut ? leftOut : `${entry.local} ${entry.shared}`
  return entry.key + keyEnd + rest + recordEnd
}

export function formatShared(fields: Omit<EntryFields, 'type'> & { readonly type: string }): string {
  const { type, mode, user, group, size, mtime, leader, target } = fields
  return `${type} ${mode} ${user} ${group} ${size} ${mtime} ${leader.length} ${leader}${target}`
}

const types: ReadonlySet<string> = new Set(['f', 'd', 'l', 'p'])

function isEntryType(type: string): type is InventoryEntryType {
  return types.has(type)
}

export function fieldsOf(shared: string): EntryFields {
  if (shared === leftOut)
    return { type: leftOut, mode: '', user: '', group: '', size: 0, mtime: '', leader: '', target: '' }
  const end = nthSpace(shared, 7)
  const [type = '', mode = '', user = '', group = '', size = '', mtime = '', leaderLength = ''] = shared
    .slice(0, end)
    .split(' ')
  if (!isEntryType(type)) throw new Error(`an inventory has an unknown kind of file: ${JSON.stringify(shared)}`)
  const leaderEnd = end + 1 + Number(leaderLength)
  return {
    type,
    mode,
    user,
    group,
    size: Number(size),
    mtime,
    leader: shared.slice(end + 1, leaderEnd),
    target: shared.slice(leaderEnd),
  }
}

/** The fields that are counted, without cutting up the rest: of every entry of a home. Not of what is left out. */
export function countedOf(shared: string): Pick<EntryFields, 'type' | 'user' | 'group' | 'size'> {
  const type = shared.charAt(0)
  const mode = shared.indexOf(' ', 2)
  const user = shared.indexOf(' ', mode + 1)
  const group = shared.indexOf(' ', user + 1)
  const size = shared.indexOf(' ', group + 1)
  if (!isEntryType(type) || shared.charAt(1) !== ' ' || mode < 0 || user < 0 || group < 0 || size < 0)
    throw new Error(`an inventory has an unknown kind of file: ${JSON.stringify(shared)}`)
  return {
    type,
    user: shared.slice(mode + 1, user),
    group: shared.slice(user + 1, group),
    size: Number(shared.slice(group + 1, size)),
  }
}

export function typeOf({ shared }: Pick<InventoryEntry, 'shared'>): string {
  return shared.charAt(0)
}

/** The change time alone, the first of the local fields, with its mark. */
export function changeTimeOf(entry: Pick<InventoryEntry, 'local'>): string {
  return entry.local.slice(0, Math.max(0, entry.local.indexOf(' ')))
}

/** The second one. */
export function inodeOf(entry: InventoryEntry): string {
  return entry.local.split(' ')[1] ?? ''
}

/** Bytes of a file, by its record without the key. */
export function sizeOfIdentity(identity: string): number {
  return fieldsOf(factsOfIdentity(identity)).size
}

/** What a copy of it on another laptop has, too. */
export function factsOfIdentity(identity: string): string {
  return identity.slice(nthSpace(identity, 2) + 1)
}

function nthSpace(text: string, n: number): number {
  let at = -1
  for (let found = 0; found < n; found++) {
    at = text.indexOf(' ', at + 1)
    if (at === -1) throw new Error(`a record of an inventory is cut off: ${JSON.stringify(text.slice(0, 200))}`)
  }
  return at
}

/**
 * Same type, mode, owner, size, time and target; owners are compared by name, never by number. The time of a folder and
 * how a file is linked do not count.
 */
export function isSameExceptLinksAndFolderTime(one: string, other: string): boolean {
  if (one === other) return true
  if (one === leftOut || other === leftOut) return false
  const a = fieldsOf(one)
  const b = fieldsOf(other)
  if (a.type !== b.type || a.mode !== b.mode || a.user !== b.user || a.group !== b.group) return false
  if (a.size !== b.size || a.target !== b.target) return false
  // A link is what it points to; tools that copy links keep its time or do not.
  return a.type === 'd' || a.type === 'l' || a.mtime === b.mtime
}

/** Whether reading both can still find the same contents: regular files of one size. */
export function mayHaveSameContents(one: string, other: string): boolean {
  const a = fieldsOf(one)
  const b = fieldsOf(other)
  return a.type === 'f' && b.type === 'f' && a.size === b.size
}

/** Who may do what with both is the same. */
export function haveSameRights(one: string, other: string): boolean {
  const a = fieldsOf(one)
  const b = fieldsOf(other)
  return a.mode === b.mode && a.user === b.user && a.group === b.group
}
