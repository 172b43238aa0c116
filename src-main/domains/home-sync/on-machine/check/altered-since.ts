import type { BigIntStats } from 'node:fs'
import { pathOfKey, type Entry } from '../../inventory/inventory-entry.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { readEntries } from '../scan/record-files.ts'
import { statInside } from '../../../../tools/files/safe-path.ts'

/**
 * Those of `paths` that are there now and are not what the inventory has: another inode or change time, or new. What has
 * gone meanwhile is not among them. With `folderTimes` false a folder counts as the same while it is a folder.
 */
export async function alteredSince(
  root: string,
  inventory: string,
  paths: readonly BytePath[],
  { folderTimes }: { readonly folderTimes: boolean },
): Promise<BytePath[]> {
  const asked = new Set(paths)
  const known = new Map<BytePath, Entry>()
  for await (const entry of readEntries(inventory)) {
    const path = pathOfKey(entry.key)
    if (asked.has(path)) known.set(path, entry)
  }
  return paths.filter((path) => {
    const now = statInside(root, path)
    if (now === undefined) return false
    const entry = known.get(path)
    if (entry === undefined) return true
    if (now.isDirectory() && !folderTimes) return !entry.shared.startsWith('d ')
    return !isStill(entry, now)
  })
}

function isStill(entry: Entry, now: BigIntStats): boolean {
  const [ctime = '', inode] = entry.local.split(' ')
  return inode === now.ino.toString() && nanoseconds(ctime) === now.ctimeNs
}

/** find prints "1795161720.5120669490", one digit more than there is. */
function nanoseconds(seconds: string): bigint {
  const [whole = '0', fraction = ''] = seconds.split('.')
  return BigInt(whole) * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'))
}
