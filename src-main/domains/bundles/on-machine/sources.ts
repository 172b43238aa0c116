/**
 * What is to be bundled, found and held still. Root follows no name that the person can change meanwhile: on the disk of the bundles it
 * reads from a snapshot that is made for that, elsewhere tar reads with the rights of the person.
 */
import { closeSync, fstatSync, lstatSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import {
  bufferFromBytePath,
  bytePathFromBuffer,
  bytePathFromText,
  textFromBytePath,
  type BytePath,
} from '../../../kernel/byte-path.ts'
import { isErrno } from '../../../kernel/errno.ts'
import type { Account } from '../../../tools/accounts/as-person.ts'
import { readFileSystemId } from '../../../tools/btrfs/btrfs-usage.ts'
import { isOnBtrfs, snapshotReadOnly } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { openFolderInside } from '../../../tools/files/safe-path.ts'
import { findFacts, type FileFacts } from '../../../tools/find/find-facts.ts'
import { findUnreadable } from '../../../tools/find/find-unreadable.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import type { BundleHead } from '../schemas.ts'
import { mostEntries } from './bundle-lists.ts'

export interface Source {
  /** As it was given. */
  readonly given: BytePath
  /** In the bundle. */
  readonly name: BytePath
  /** The folder that it is in, without links on the way: "home/alice", "" for the root. */
  readonly parent: BytePath
  /** The root of its subvolume, where that is on the disk of the bundles; itself, or around it. */
  readonly subvolume: BytePath | undefined
  /** Of the file system or subvolume that it is in. */
  readonly device: number
}

/** AppErrors "not-found", "invalid-input" where two have one name. Nothing is read or copied. */
export async function findSources(
  { stateFolder, paths }: { readonly stateFolder: string; readonly paths: readonly BytePath[] },
  options: RunOptions,
): Promise<readonly Source[]> {
  const own = await readFileSystemId(stateFolder, options)
  const found: Source[] = []
  for (const given of paths) {
    const source = await findSource(given, { stateFolder, own }, options)
    const other = found.find(({ name }) => name === source.name)
    if (other !== undefined)
      throw bundlesMessages.twoOfOneName({ one: textFromBytePath(other.given), other: textFromBytePath(given) })
    found.push(source)
  }
  return found
}

async function findSource(
  given: BytePath,
  { stateFolder, own }: { readonly stateFolder: string; readonly own: string },
  options: RunOptions,
): Promise<Source> {
  const at = given.lastIndexOf('/')
  const told = { path: textFromBytePath(given) }
  const around = realFolder(given.slice(0, at))
  const name = given.slice(at + 1)
  const place = `${around ?? ''}/${name}`
  const stat = around === undefined ? undefined : lstatSync(bufferFromBytePath(place), { throwIfNoEntry: false })
  if (around === undefined || stat === undefined) throw bundlesMessages.noSource(told)
  if (`${place}/`.startsWith(`${bytePathFromText(realpathSync(stateFolder))}/`)) throw bundlesMessages.ownSource(told)
  if (!stat.isFile() && !stat.isDirectory() && !stat.isSymbolicLink() && !stat.isFIFO())
    throw bundlesMessages.specialSource(told)
  const subvolume = subvolumeAround(stat.isDirectory() ? place : around, stat.dev)
  const isOwn = subvolume !== undefined && (await readFileSystemId(bufferText(subvolume), options)) === own
  return { given, name, parent: around.slice(1), subvolume: isOwn ? subvolume : undefined, device: stat.dev }
}

/** A path as the programs of the house take it. */
const bufferText = (place: BytePath): string => bufferFromBytePath(place === '' ? '/' : place).toString('utf8')

/** "" for the root; undefined where there is none. */
export function realFolder(folder: BytePath): BytePath | undefined {
  try {
    const real = bytePathFromBuffer(
      realpathSync(bufferFromBytePath(folder === '' ? '/' : folder), { encoding: 'buffer' }),
    )
    return real === '/' ? '' : real
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT', 'ENOTDIR', 'ELOOP')) return undefined
    throw thrown
  }
}

const subvolumeInode = 256

/** Undefined where the file system is none of btrfs, or something else is mounted on the way, or its name is no UTF-8. */
function subvolumeAround(folder: BytePath, device: number): BytePath | undefined {
  for (let place = folder; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/')))) {
    const buffer = bufferFromBytePath(place === '' ? '/' : place)
    const stat = statSync(buffer)
    if (stat.dev !== device) return undefined
    if (stat.ino === subvolumeInode && isOnBtrfs(buffer))
      return bytePathFromText(bufferText(place)) === (place === '' ? '/' : place) ? place : undefined
    if (place === '') return undefined
  }
}

/** A source that holds still, or can be read only as the person. */
export interface HeldSource {
  readonly source: Source
  /** snapshot: `path` in `root`, which nobody changes; "" is the root itself. living: `path` in the folder `root`. */
  readonly kind: 'snapshot' | 'living'
  readonly root: string
  readonly path: BytePath
  readonly entries: readonly FileFacts[]
}

/** Snapshots are made in `folder`, and go with it. `use` gets them in the order of the sources. */
export async function holdSources<T>(
  sources: readonly Source[],
  { folder, person }: { readonly folder: string; readonly person: Account },
  options: RunOptions,
  use: (held: readonly HeldSource[]) => Promise<T>,
): Promise<T> {
  const snapshots = new Map<BytePath, string>()
  const open: number[] = []
  try {
    const held: HeldSource[] = []
    let count = 0
    for (const source of sources) {
      // Of the way there too: what is in a snapshot has another one.
      const [hidden] = await findUnreadable({ root: '/', start: pathOf(source), as: person }, options)
      if (hidden === pathOf(source)) throw mayNotRead(source, [hidden])
      const one = await holdSource(source, { snapshots, folder, open }, options)
      const unreadable = await findUnreadable({ root: one.root, start: one.path, as: person }, options)
      if (unreadable.length > 0) throw mayNotRead(source, unreadable)
      const as = one.kind === 'living' ? { as: person } : {}
      const { entries } = await findFacts({ root: one.root, starts: [one.path], ...as }, options)
      count += entries.length
      if (count > mostEntries) throw bundlesMessages.tooMany({ most: mostEntries })
      if (entries.length === 0) throw bundlesMessages.noSource({ path: textFromBytePath(source.given) })
      held.push({ ...one, entries })
    }
    return await use(held)
  } finally {
    open.forEach(closeSync)
  }
}

const pathOf = ({ parent, name }: Source): BytePath => (parent === '' ? name : `${parent}/${name}`)

function mayNotRead({ given, name }: Source, [first = '', ...others]: readonly BytePath[]) {
  // A path in a snapshot ends as the one that the person knows.
  const at = `/${first}`.lastIndexOf(`/${name}/`)
  const within = at === -1 ? '' : `/${first}`.slice(at + name.length + 1)
  return bundlesMessages.mayNotRead({ path: textFromBytePath(`${given}${within}`), count: others.length + 1 })
}

async function holdSource(
  source: Source,
  {
    snapshots,
    folder,
    open,
  }: { readonly snapshots: Map<BytePath, string>; readonly folder: string; readonly open: number[] },
  options: RunOptions,
): Promise<Omit<HeldSource, 'entries'>> {
  const { subvolume, parent, name } = source
  if (subvolume === undefined) {
    const descriptor = openFolderInside('/', parent)
    if (descriptor === undefined) throw bundlesMessages.noSource({ path: textFromBytePath(source.given) })
    open.push(descriptor)
    return { source, kind: 'living', root: `/proc/${process.pid}/fd/${descriptor}`, path: name }
  }
  const root = snapshots.get(subvolume) ?? path.join(folder, `source-${snapshots.size}`)
  if (!snapshots.has(subvolume)) {
    const descriptor = openFolderInside('/', subvolume.slice(1))
    if (descriptor === undefined) throw bundlesMessages.noSource({ path: textFromBytePath(source.given) })
    open.push(descriptor)
    // Who owns the folder around it may have put another one there meanwhile.
    const { dev, ino } = fstatSync(descriptor)
    if (dev !== source.device || ino !== subvolumeInode)
      throw bundlesMessages.sourceChanged({ path: textFromBytePath(source.given) })
    await snapshotReadOnly(`/proc/${process.pid}/fd/${descriptor}`, root, options)
  }
  snapshots.set(subvolume, root)
  return { source, kind: 'snapshot', root, path: `/${pathOf(source)}`.slice(subvolume.length + 1) }
}

/** What a bundle has not: as the person knows it. */
export function leftOutOf(held: readonly HeldSource[]): BundleHead['leftOut'] {
  return held.flatMap(({ source, path: start, entries }) => {
    const top = entries.find((one) => one.path === start)
    return entries.flatMap((one) => {
      const why = isSpecial(one) ? 'special' : one.device !== top?.device ? 'apart' : undefined
      const within = start === '' ? `/${one.path}` : one.path.slice(start.length)
      return why === undefined ? [] : [{ path: textFromBytePath(`${source.given}${within}`), why }]
    })
  })
}

export const isSpecial = ({ type }: Pick<FileFacts, 'type'>): boolean => type === 's' || type === 'b' || type === 'c'
