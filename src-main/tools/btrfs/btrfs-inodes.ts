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
  readonly sinceMs: number
}

/**
 * Whether an inode that was written down after that transaction has a change time after `sinceMs`, to the second. Sharing blocks writes down
 * inodes and leaves their times; whatever changes contents, names, owners or modes moves one, and nobody can set it (inode(7)).
 * Inodes that wait in memory are not seen: the file system is synced before.
 */
export async function hasChangedInodes(
  place: string,
  { after, sinceMs }: Since,
  options: RunOptions,
): Promise<boolean> {
  const from = { id: firstFree, type: 0, offset: 0n }
  const to = { id: 2n ** 64n - 256n, type: inodeItem }
  for (let at = from; ;) {
    const call = searchCall({ tree: 0, from: at, to, bytes: answerBytes, after })
    const answer = await ioctl(placeOf(place), call, { ...options, title: titles.askBtrfs({}) })
    const { items, last } = parseItems(answer, [inodeItem])
    for (const { data } of items) {
      const isNew = readNumber(data, 8) > after
      if (isNew && readNumber(data, 124) * 1000 > sinceMs) return true
    }
    if (last === undefined) return false
    at = { id: last.id, type: last.type, offset: BigInt(last.offset) + 1n }
  }
}
