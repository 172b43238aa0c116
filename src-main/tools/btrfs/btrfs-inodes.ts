/** Inodes of a subvolume (linux/btrfs_tree.h: INODE_ITEM), as the tree has them. */
import type { RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { ioctl, placeOf } from './btrfs-ioctl.ts'
import { parseItems, readNumber, searchCall } from './btrfs-search.ts'

const inodeItem = 1
const firstFree = 256
const answerBytes = 1 << 20

interface Since {
  /** A transaction: `changed` of a subvolume. */
  readonly after: number
  /** Inodes in their versions, as the lists of files have them (sharing/file-versions.ts). */
  readonly but: ReadonlySet<string>
}

/**
 * Whether an inode was written down after that transaction, but for those. Sharing blocks writes down inodes and leaves their times;
 * whatever changes contents, names, owners or modes moves the change time of one (inode(7)), whatever the clock says.
 * Inodes that wait in memory are not seen: the file system is synced before.
 */
export async function hasChangedInodes(place: string, { after, but }: Since, options: RunOptions): Promise<boolean> {
  const from = { id: firstFree, type: 0, offset: 0n }
  const to = { id: 2n ** 64n - 256n, type: inodeItem }
  for (let at = from; ;) {
    const call = searchCall({ tree: 0, from: at, to, bytes: answerBytes, after })
    const answer = await ioctl(placeOf(place), call, { ...options, title: titles.askBtrfs({}) })
    const { items, last } = parseItems(answer, [inodeItem])
    for (const { key, data } of items)
      if (readNumber(data, 8) > after && !but.has(`${key.id} ${versionOf(data)}`)) return true
    if (last === undefined) return false
    at = { id: last.id, type: last.type, offset: BigInt(last.offset) + 1n }
  }
}

/** Its generation, size, change time and modification time. */
function versionOf(item: Buffer): string {
  const [generation, size] = [0, 16].map((at) => item.readBigUInt64LE(at))
  return `${generation} ${size} ${item.toString('hex', 124, 136)} ${item.toString('hex', 136, 148)}`
}
