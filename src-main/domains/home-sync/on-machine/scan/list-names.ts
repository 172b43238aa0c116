/**
 * Every name in a frozen tree, with what find would say of it (raw-records.ts), in no order: from the trees of its subvolumes, which
 * tell of each inode in which folder it has which name. So the folders have to be known before the first path can be told.
 */
import { lstatSync, rmSync } from 'node:fs'
import path from 'node:path'
import { listInodes, type ListedInode } from '../../../../tools/btrfs/list-inodes.ts'
import { rootFolderInode } from '../../../../tools/btrfs/btrfs-roots.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import { lookInside } from '../../../../tools/files/safe-path.ts'
import { toolsMessages } from '../../../../tools/messages.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import {
  exchangeBytes,
  isBelowAny,
  keyEnd,
  keyOfPath,
  leftOut,
  pathOfKey,
  recordEnd,
} from '../../inventory/inventory-entry.ts'
import { letterOfMode } from '../check/entry-facts.ts'
import { createRecordWriter, readRecords, type RecordWriter } from '../inventory/record-files.ts'
import { placeIn, type FrozenHome } from './freeze-home.ts'
import { createOwnerNames, type OwnerNames } from '../owners/owner-names.ts'
import { formatRaw, keyOfRaw } from './raw-records.ts'

export interface NamesRequest {
  readonly frozen: Pick<FrozenHome, 'root' | 'nested'>
  /** What is in such a folder is not listed; a subvolume that is one is told as left out. */
  readonly isPruned: (key: string) => boolean
  /** The file that the records are written to, and where there is room for another one meanwhile. */
  readonly output: string
  readonly folder: string
}

export async function listNames(request: NamesRequest, options: RunOptions): Promise<void> {
  const { frozen, isPruned } = request
  const nested = frozen.nested.map((within) => ({ within, key: keyOfPath(within) }))
  // A store of containers can have hundreds of them.
  const listed = nested.filter(({ key }) => !isPruned(key) && !isBelowAny(key, { has: isPruned }))
  const own = new Set(listed.map(({ key }) => key))
  const owners = createOwnerNames()
  const records = createRecordWriter(request.output)
  try {
    await listSubvolume({ ...request, place: frozen.root, key: '', device: 0, own, owners, records }, options)
    for (const [index, { within, key }] of listed.entries()) {
      const place = placeIn(frozen.root, within)
      await listSubvolume({ ...request, place, key, device: index + 1, own, owners, records }, options)
    }
  } finally {
    records.close()
  }
}

interface Listing extends NamesRequest {
  /** A folder of the subvolume, its root or one further in, and its key in the whole tree: what is outside of it is not told. */
  readonly place: string
  readonly key: string
  /** Different from that of the others. */
  readonly device: number
  /** Keys of the subvolumes that are listed: each tells of itself. */
  readonly own: ReadonlySet<string>
  readonly owners: OwnerNames
  readonly records: RecordWriter
}

interface Folder {
  readonly parent: number
  /** As it stands in a key. */
  readonly name: string
}

async function listSubvolume(listing: Listing, options: RunOptions): Promise<void> {
  const { frozen, place, key, device, isPruned, own, owners, folder: scratch, records } = listing
  const begin = lstatSync(place).ino
  const folders = new Map<number, Folder>()
  const unread = new Set<number>()
  let ofRoot: string | undefined
  // Each record with the number of its folder in place of the folder's key.
  const numbered = path.join(scratch, 'numbered')
  const waiting = createRecordWriter(numbered)
  const write = ({ folder, name }: ListedInode['names'][number], rest: string): void => {
    if (/[/\0]/.test(name)) throw damaged(`a name in folder ${folder} of subvolume ${key}`)
    waiting.write(`${folder} ${exchangeBytes(name)}${keyEnd}${rest}${recordEnd}`)
  }
  try {
    const onInode = (inode: ListedInode): void => {
      const facts = formatRaw(inode, device, owners)
      if (inode.inode === begin && key !== '') ofRoot = `${key}${keyEnd}${facts}`
      // The root folder has itself as the folder around it.
      if (inode.inode === rootFolderInode) return
      const type = letterOfMode(inode.mode)
      const [first] = inode.names
      if (type === 'd' && first !== undefined)
        folders.set(inode.inode, { parent: first.folder, name: exchangeBytes(first.name) })
      if (type === 'l' && inode.target === undefined) unread.add(inode.inode)
      for (const name of inode.names) write(name, facts)
    }
    await listInodes({ folder: place, onInode, onSubvolume: (name) => write(name, leftOut) }, options)
  } finally {
    waiting.close()
  }
  const areNamedLate = await owners.findUnknown(options)
  const complete = completing({ root: frozen.root, owners, areNamedLate, unread })
  const inside = createInside({ folders, begin, key, isPruned })
  if (ofRoot !== undefined) records.write(complete(ofRoot) + recordEnd)
  for await (const record of readRecords(numbered)) {
    options.signal?.throwIfAborted()
    const end = record.indexOf(' ')
    const around = inside(Number(record.slice(0, end)))
    if (around === undefined) continue
    const rest = record.slice(end + 1)
    const whole = around === '' ? rest : `${around}\u0001${rest}`
    if (!isOwn(whole, own)) records.write(complete(whole) + recordEnd)
  }
  rmSync(numbered)
}

interface Completing {
  readonly root: string
  readonly owners: OwnerNames
  /** Some numbers stand in the records of which the names are known by now. */
  readonly areNamedLate: boolean
  /** Inodes of links of which the tree does not tell what they say. */
  readonly unread: ReadonlySet<number>
}

/** With what is known of a name only when all inodes have been told. */
function completing({ root, owners, areNamedLate, unread }: Completing): (record: string) => string {
  if (!areNamedLate && unread.size === 0) return (record) => record
  return (record) => {
    const key = keyOfRaw(record)
    const facts = record.slice(key.length + keyEnd.length)
    if (facts === leftOut) return record
    const [changed, inode, device, links, type, mode, user, group, size, modified, ...said] = facts.split(' ')
    const named = [owners.user(Number(user)), owners.group(Number(group))]
    const [whose, whoseGroup] = [user, group].map((one, index) => (/^\d+$/.test(one ?? '') ? named[index] : one))
    const target = unread.has(Number(inode)) ? targetOf(root, key) : said.join(' ')
    return (
      key + keyEnd + [changed, inode, device, links, type, mode, whose, whoseGroup, size, modified, target].join(' ')
    )
  }
}

/** As it stands in a record. */
function targetOf(root: string, key: string): string {
  const inside = lookInside(root)
  try {
    const target = inside.target(pathOfKey(key))
    if (target === undefined) throw damaged(`${pathOfKey(key)} does not say where it leads`)
    return exchangeBytes(target)
  } finally {
    inside.close()
  }
}

function damaged(details: string): AppError {
  return toolsMessages.filesNotListed({}, { details })
}

/** An entry that is a subvolume, and in the tree. */
function isOwn(record: string, own: ReadonlySet<string>): boolean {
  return own.size > 0 && record.endsWith(keyEnd + leftOut) && own.has(record.slice(0, -(keyEnd + leftOut).length))
}

interface Folders {
  readonly folders: ReadonlyMap<number, Folder>
  readonly begin: number
  readonly key: string
  readonly isPruned: (key: string) => boolean
}

/** The key of a folder by its number; undefined where what is in it is not listed. */
function createInside({ folders, begin, key, isPruned }: Folders): (folder: number) => string | undefined {
  const known = new Map<number, string | undefined>([
    [begin, key],
    // Only where the listing begins further in.
    ...(begin === rootFolderInode ? [] : [[rootFolderInode, undefined] as const]),
  ])
  const find = (wanted: number): string | undefined => {
    const way: number[] = []
    let at = wanted
    for (; !known.has(at); at = folderOf(at).parent) {
      way.push(at)
      if (way.length > folders.size) throw damaged(`folder ${wanted} is in itself`)
    }
    let around = known.get(at)
    for (const inner of way.toReversed()) {
      const { name } = folderOf(inner)
      const whole = around === undefined ? undefined : around === '' ? name : `${around}\u0001${name}`
      around = whole === undefined || isPruned(whole) ? undefined : whole
      known.set(inner, around)
    }
    return around
  }
  const folderOf = (number: number): Folder => {
    const folder = folders.get(number)
    if (folder === undefined) throw damaged(`something is in folder ${number}, which is not there`)
    return folder
  }
  return (folder) => (known.has(folder) ? known.get(folder) : find(folder))
}
