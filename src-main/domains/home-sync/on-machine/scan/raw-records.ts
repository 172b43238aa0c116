/** Turns what is told of the names of a tree into records of an inventory. */
import { exchangeBytes, formatShared, keyEnd, leftOut, type InventoryEntry } from '../../inventory/inventory-entry.ts'
import type { OwnerNames } from '../owners/owner-names.ts'
import { letterOfMode } from '../check/entry-facts.ts'
import { placeholderInode } from './freeze-home.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { ListedInode } from '../../../../tools/btrfs/list-inodes.ts'
import { lookInside } from '../../../../tools/files/safe-path.ts'

/** Links that lead nowhere and are locks of running programs: what they lead to names a process. Wherever they are. */
const forms: readonly { readonly name: RegExp; readonly target: RegExp }[] = [
  // Firefox and what was made from it: "127.0.1.1:+4242"
  { name: /^lock$/, target: /^\d{1,3}(\.\d{1,3}){3}:\+?\d+$/ },
  // Emacs, of a file that is edited: "alice@p17.4242:1764230000"
  { name: /^\.#./, target: /^[^@/]*@[^/]+\.\d+(:\d+)?$/ },
  // Twisted, by which Deluge and others are made: "4242"
  { name: /lock$/i, target: /^\d+$/ },
]

/** `target`: what the link says, byte by byte. */
function isLockLink(name: string, target: string): boolean {
  return forms.some((form) => form.name.test(name) && form.target.test(target))
}

/** Of a path in a frozen tree. */
export function isLockLinkIn(root: string, path: BytePath): boolean {
  const inside = lookInside(root)
  try {
    const target = inside.target(path)
    return target !== undefined && isLockLink(path.slice(path.lastIndexOf('/') + 1), target)
  } finally {
    inside.close()
  }
}

/** Finds the first name of each hard-linked file. Names must come in order. */
export type Leaders = Map<string, string>

export function keyOfRaw(record: string): string {
  const end = record.indexOf(keyEnd)
  if (end <= 0) throw new Error(`an unreadable record of a name: ${JSON.stringify(record.slice(0, 200))}`)
  return record.slice(0, end)
}

/** What find would say of it (tools/find/find-paths.ts), its bytes exchanged: all that comes after the path. */
export function formatRaw(inode: ListedInode, device: number, owners: Pick<OwnerNames, 'user' | 'group'>): string {
  const { changed, links, mode, size, modified, target = '' } = inode
  const [user, group] = [owners.user(inode.user), owners.group(inode.group)]
  const type = letterOfMode(mode)
  const permissions = (mode & 0o7777).toString(8)
  const said = exchangeBytes(target)
  return `${changed} ${inode.inode} ${device} ${links} ${type} ${permissions} ${user} ${group} ${size} ${modified} ${said}`
}

/**
 * One record, its bytes exchanged (KEY 01 01 CTIME INODE DEVICE LINKS TYPE MODE USER GROUP SIZE MTIME TARGET).
 * A socket or a device, which belong to a program or a machine, are told as such; what stands for a subvolume that is not
 * in the tree is left out, and so is a link that is the lock of a program.
 */
export function entryOfRaw(record: string, leaders: Leaders): InventoryEntry | 'socket' | 'device' {
  const key = keyOfRaw(record)
  const rest = record.slice(key.length + keyEnd.length)
  if (rest === leftOut) return { key, local: '', shared: leftOut }
  const words = /^(\S+) (\d+) (\d+) (\d+) (\S) (\d+) (\S+) (\S+) (\d+) (\S+) /.exec(rest)
  if (words === null) throw new Error(`an unreadable record of a name: ${JSON.stringify(record.slice(0, 400))}`)
  const [
    head,
    ctime = '',
    inode = '',
    device = '',
    links,
    type = '',
    mode = '',
    user = '',
    group = '',
    size = '',
    mtime = '',
  ] = words
  if (type === 's') return 'socket'
  if (type === 'c' || type === 'b') return 'device'
  const isPlaceholder = type === 'd' && inode === String(placeholderInode)
  const target = rest.slice(head.length)
  if (isPlaceholder || (type === 'l' && isLockLink(key.slice(key.lastIndexOf('\u0001') + 1), target)))
    return { key, local: '', shared: leftOut }
  const leader = type === 'd' || links === '1' ? '' : leaderOf(leaders, `${device} ${inode}`, key)
  const shared = formatShared({
    type,
    mode,
    user,
    group,
    // The size of a folder in btrfs says nothing about its contents.
    size: type === 'f' || type === 'l' ? Number(size) : 0,
    mtime,
    leader,
    target,
  })
  return { key, local: `${ctime} ${inode}`, shared }
}

function leaderOf(leaders: Leaders, file: string, key: string): string {
  const leader = leaders.get(file)
  if (leader !== undefined) return leader
  leaders.set(file, key)
  return ''
}
