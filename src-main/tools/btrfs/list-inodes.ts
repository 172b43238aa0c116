/**
 * Every inode of a subvolume that nobody writes to, and what it is called, straight from its tree (linux/btrfs_tree.h): an eighth of
 * the time that it takes to be asked about by name, as the kernel need not make an inode of each. In the order of their numbers.
 */
import { bytePathFromBuffer, type BytePath } from '../../kernel/byte-path.ts'
import { toolsMessages } from '../messages.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { parseExtrefs, parseRefs, type NameInFolder } from './btrfs-names.ts'
import { readNumber, searchItemHead } from './btrfs-search.ts'
import program from './list-inodes.pl'

export interface ListedInode {
  readonly inode: number
  /** With its type, as stat(2) has it. */
  readonly mode: number
  readonly links: number
  readonly user: number
  readonly group: number
  /** Bytes. */
  readonly size: number
  /** Since 1970, as `findSeconds` writes it. */
  readonly changed: string
  readonly modified: string
  /** None of a file that is gone and still open, and of the root folder. */
  readonly names: readonly NameInFolder[]
  /** Of a link: what it says. Undefined where that is stored in another way than Linux does it: it has to be asked for. */
  readonly target: BytePath | undefined
}

export interface InodeListing {
  /** A folder in it; root alone can make a link of a part of the way. */
  readonly folder: string
  readonly onInode: (inode: ListedInode) => void
  /** Another subvolume has this name here. */
  readonly onSubvolume: (name: NameInFolder) => void
}

/** @throws AppError "tool-failed" when the disk does not give the tree; what the callbacks throw. */
export async function listInodes(listing: InodeListing, options: RunOptions): Promise<void> {
  const { read, end } = readInodes(listing)
  await readTree(listing.folder, 'names', read, options)
  end()
}

/** Numbers of the inodes in the subvolume of a folder that have access lists (acl(5)); one or the other may have none. */
export async function listInodesWithAcl(folder: string, options: RunOptions): Promise<ReadonlySet<number>> {
  const inodes = new Set<number>()
  await readTree(folder, 'acls', ({ inode }) => inodes.add(inode), options)
  return inodes
}

interface TreeItem {
  readonly inode: number
  readonly type: number
  readonly offset: number
  readonly data: Buffer
}

async function readTree(
  folder: string,
  wanted: 'names' | 'acls',
  tell: (item: TreeItem) => void,
  options: RunOptions,
): Promise<void> {
  const reader = readItems(tell)
  const { exitCode, stderr } = await run(
    {
      title: titles.listHome({}),
      argv: ['perl', '-e', program, '--', folder, wanted],
      cwd: '/',
      // 1: not all could be listed, which is told below in our words.
      exitCodes: [0, 1],
      diesWithAgent: true,
      onBytes: (piece) => reader.push(piece),
    },
    options,
  )
  if (exitCode !== 0) throw toolsMessages.filesNotListed({}, { details: stderr.slice(0, 4_000) })
  reader.end()
}

/** Items in pieces of the program's output, cut anywhere. */
function readItems(tell: (item: TreeItem) => void) {
  let rest: Buffer = Buffer.alloc(0)
  return {
    push(piece: Buffer): void {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      let at = 0
      while (at + searchItemHead <= bytes.length) {
        const end = at + searchItemHead + bytes.readUInt32LE(at + 28)
        if (end > bytes.length) break
        const [inode, offset] = [readNumber(bytes, at + 8), readNumber(bytes, at + 16)]
        tell({ inode, type: bytes.readUInt32LE(at + 24), offset, data: bytes.subarray(at + searchItemHead, end) })
        at = end
      }
      rest = bytes.subarray(at)
    },
    end(): void {
      if (rest.length > 0) throw unreadableAnswer('btrfs', 'an item that is cut off')
    },
  }
}

const itemTypes = { inode: 1, ref: 12, extref: 13, folderEntry: 96, extent: 108 } as const

interface Begun extends ListedInode {
  readonly names: NameInFolder[]
  target: BytePath | undefined
}

/** Inodes, each from the items that tell of it. */
function readInodes({ onInode, onSubvolume }: Omit<InodeListing, 'folder'>) {
  let begun: Begun | undefined
  const end = (): void => {
    if (begun !== undefined) onInode(begun)
    begun = undefined
  }
  return {
    end,
    read: ({ inode, type, offset, data }: TreeItem): void => {
      if (type === itemTypes.inode) {
        end()
        begun = parseInode(inode, data)
      } else if (type === itemTypes.folderEntry) {
        onSubvolume({ folder: inode, name: nameOfEntry(data) })
      } else if (begun?.inode !== inode) {
        throw unreadableAnswer('btrfs', `an item of inode ${inode} without it`)
      } else if (type === itemTypes.extent) {
        begun.target = offset === 0 ? inlineText(data, begun.size) : undefined
      } else {
        begun.names.push(...(type === itemTypes.ref ? parseRefs(data, offset) : parseExtrefs(data)))
      }
    },
  }
}

/**
 * What stands in the tree itself (btrfs_file_extent_item: compression at 16, kind at 20, both 0, then the text), as Linux stores what
 * a link says. btrfs-convert stores a NUL behind it.
 */
function inlineText(data: Buffer, size: number): BytePath | undefined {
  const end = inlineAt + size
  if (data.length < end || data[16] !== 0 || data[20] !== 0) return undefined
  const text = bytePathFromBuffer(data.subarray(inlineAt, end))
  return text.includes('\0') ? undefined : text
}

const inlineAt = 21

/** btrfs_inode_item */
function parseInode(inode: number, data: Buffer): Begun {
  if (data.length < 160) throw unreadableAnswer('btrfs', `an inode of ${data.length} bytes`)
  return {
    inode,
    size: readNumber(data, 16),
    links: data.readUInt32LE(40),
    user: data.readUInt32LE(44),
    group: data.readUInt32LE(48),
    mode: data.readUInt32LE(52),
    changed: findSeconds(data, 124),
    modified: findSeconds(data, 136),
    names: [],
    target: undefined,
  }
}

/** "1795161720.5120669490": seconds (s64) and nanoseconds (u32) as find prints them, with one digit more than there is. */
function findSeconds(data: Buffer, at: number): string {
  const [seconds, nanoseconds] = [data.readBigInt64LE(at), data.readUInt32LE(at + 8)]
  return `${seconds}.${String(nanoseconds).padStart(9, '0')}0`
}

/** btrfs_dir_item: key (17), transaction (8), lengths of data and name (le16 each), type, name. */
function nameOfEntry(data: Buffer): BytePath {
  const end = 30 + data.readUInt16LE(27)
  if (end > data.length || end === 30) throw unreadableAnswer('btrfs', 'a name that is cut off')
  return bytePathFromBuffer(data.subarray(30, end))
}
