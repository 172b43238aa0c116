/** What quota groups of btrfs leave a folder (btrfs-quota(5), linux/btrfs_tree.h): statfs(2) tells nothing of them. */
import { errnos, ioctl, ioctlError, ioctlNumber, ioctls, placeOf } from './btrfs-ioctl.ts'
import { lookUpFolder } from './btrfs-paths.ts'
import { rootFolderInode } from './btrfs-roots.ts'
import { parseItems, readNumber, searchCall, type FoundItems } from './btrfs-search.ts'
import type { RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface QuotaRoom {
  /** "0/257", as btrfs-qgroup(8) calls it: level and number. */
  readonly group: string
  readonly freeBytes: number
}

export interface Quotas {
  /** Whether what is shared counts for the subvolume that wrote it first alone (squota, Linux 6.7). */
  readonly isSimple: boolean
  /** Limits of the group of the folder's subvolume, and of those that it is in. */
  readonly limits: readonly QuotaRoom[]
}

const none: Quotas = { isSimple: false, limits: [] }
const quotaTree = 8
const types = { status: 240, info: 242, limit: 244, relation: 246 }
/** BTRFS_QGROUP_STATUS_FLAG_SIMPLE_MODE. */
const simpleMode = 8
const limitFlags = { referenced: 1, exclusive: 2 }
const levelFactor = 2 ** 48

/** Numbers are written at the end of a transaction: the disk is brought up to date first, where there is any limit. */
export async function readQuotas(folder: string, options: RunOptions): Promise<Quotas> {
  const first = await searchQuotas(folder, options)
  if (first?.items.some(({ key }) => key.type === types.limit) !== true) return none
  const asked = { ...options, title: titles.measureSpace({ name: folder }) }
  await ioctl(placeOf(folder), { number: ioctlNumber('none', 8, 0), size: 0 }, asked)
  const subvolume = readNumber(await ioctl(placeOf(folder), lookUpFolder(0, rootFolderInode), asked), 0)
  const { items = [] } = (await searchQuotas(folder, options)) ?? {}
  const groups = withParents(subvolume, items)
  return quotasOf(items, (group) => groups.has(group))
}

function quotasOf(items: Items, isMeant: (group: number) => boolean): Quotas {
  const [status] = items.filter(({ key }) => key.type === types.status)
  const limits = items.filter(({ key }) => key.type === types.limit && isMeant(key.offset))
  return {
    isSimple: status !== undefined && (readNumber(status.data, 16) & simpleMode) !== 0,
    limits: limits.flatMap(({ key: { offset: id }, data }) => {
      const info = items.find(({ key }) => key.type === types.info && key.offset === id)
      const freeBytes = info === undefined ? undefined : leftOf(data, info.data)
      return freeBytes === undefined ? [] : [{ group: shownGroup(id), freeBytes }]
    }),
  }
}

/** Of all groups that have a limit, as of the last commit; undefined where quotas are off. */
export async function readAllQuotas(folder: string, options: RunOptions): Promise<Quotas | undefined> {
  const found = await searchQuotas(folder, options)
  return found === undefined ? undefined : quotasOf(found.items, () => true)
}

type Items = FoundItems['items']

/** Undefined where quotas are off. As many groups as there are subvolumes: an answer of 8 MiB has room for 50,000. */
async function searchQuotas(folder: string, options: RunOptions): Promise<FoundItems | undefined> {
  const title = titles.measureSpace({ name: folder })
  const call = searchCall({
    tree: quotaTree,
    from: { id: 0, type: types.status, offset: 0n },
    to: { id: 2n ** 64n - 1n, type: types.relation },
    bytes: 2 ** 23,
  })
  const [answer] = await ioctls(placeOf(folder), [call], { ...options, title })
  if (answer === undefined || answer.errno === errnos.ENOENT) return undefined
  if (answer.errno !== 0) throw ioctlError(answer.errno, title, folder)
  return parseItems(answer.bytes, Object.values(types))
}

/** A relation stands once for each of the two, and leads from the lower level to the higher one. */
function withParents(subvolume: number, items: Items): ReadonlySet<number> {
  const groups = new Set([subvolume])
  const relations = items.filter(({ key: { type, id, offset } }) => type === types.relation && offset > id)
  // A set that grows while it is gone through.
  for (const group of groups) for (const { key } of relations) if (key.id === group) groups.add(key.offset)
  return groups
}

/** Undefined without a limit. Both begin with a word of their own: generation, flags. */
function leftOf(limit: Buffer, info: Buffer): number | undefined {
  const flags = readNumber(limit, 0)
  const left = [
    ...((flags & limitFlags.referenced) === 0 ? [] : [readNumber(limit, 8) - readNumber(info, 8)]),
    ...((flags & limitFlags.exclusive) === 0 ? [] : [readNumber(limit, 16) - readNumber(info, 24)]),
  ]
  return left.length === 0 ? undefined : Math.max(0, Math.min(...left))
}

function shownGroup(id: number): string {
  const level = Math.floor(id / levelFactor)
  return `${level}/${id - level * levelFactor}`
}
