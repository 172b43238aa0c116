/** Lists all snapshots on this laptop: our sets with what is known of them, and foreign ones. */
import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, statSync, type Stats } from 'node:fs'
import path from 'node:path'
import { toolOf } from '../../../../commons/snapshot-sets/on-machine/whose-subvolume.ts'
import { readContent } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { isPinned, readMeasured, type Measured } from '../../../../commons/snapshot-sets/on-machine/set-sidecars.ts'
import type { ListedSet, AreaId } from '../../../../commons/snapshot-sets/schemas.ts'
import { timeOfSetName, snapshotsFolder } from '../../../../commons/snapshot-sets/set-name.ts'
import type { FreedSpace } from '../../../../contract/snapshot-calls.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import type { Message } from '../../../../kernel/message.ts'
import type { CataloguedSnapshot } from '../../../../tools/btrfs/btrfs-catalogue.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { ForeignSnapshot, KeptSet } from '../../verbs.ts'
import { readReasonsInUse, type AllReasonsInUse } from '../reasons-in-use.ts'
import { sortSnapshots, type SortedSnapshots } from './own-snapshots.ts'

export interface Listing {
  /** Newest first. */
  readonly sets: readonly KeptSet[]
  readonly foreign: readonly ForeignSnapshot[]
  readonly own: SortedSnapshots['own']
}

/** What an agent need not read again: the contents of each set's folder, while the folder is unchanged. */
export interface ListMemory {
  readonly folders: Map<string, Remembered>
}

interface Remembered {
  readonly version: string
  readonly found: Found
}

export function createListMemory(): ListMemory {
  return { folders: new Map() }
}

export interface ListSetsOptions extends RunOptions {
  readonly memory?: ListMemory
  /** Left out where the reasons in use are not needed. */
  readonly inUse?: AllReasonsInUse
}

/** Which snapshots are in a set comes from btrfs: one call lists all of them. */
export async function listSets(
  stateFolder: string,
  { signal, inUse, memory = createListMemory() }: ListSetsOptions,
): Promise<Listing> {
  const setByInode = new Map<number, string>()
  const sorting = sortSnapshots(stateFolder, { signal, setByInode })
  // Read while btrfs is asked. A failure is handled below.
  sorting.catch(() => undefined)
  const found = readFolders(stateFolder, memory, setByInode)
  const { own, others } = await sorting
  const subvolumes = subvolumesBySet(own)
  const sets = found
    .map(({ names, measured, ...set }) => ({
      names,
      measured,
      set: { ...set, subvolumes: subvolumes.get(set.id) ?? [] },
    }))
    .toSorted((one, other) => (one.set.at < other.set.at ? 1 : -1))
  const listed = sets.map(({ set }) => set)
  const reasonsInUse = readReasonsInUse(stateFolder, own, inUse)
  const among = fingerprintOf(listed)
  return {
    own,
    sets: sets.map(({ set, names, measured }, index) => ({
      ...set,
      pinned: isPinned(names),
      ...neededBecause(reasonsInUse(set)),
      space: spaceOf(measured, among, index === 0),
    })),
    foreign: viewForeign(others, listed),
  }
}

/** Identifies which sets exist: what one alone holds depends on its neighbours. */
export function fingerprintOf(sets: readonly ListedSet[]): string {
  return createHash('sha256')
    .update(sets.map(({ id, subvolumes }) => `${id} ${subvolumes.toSorted().join(' ')}`).join('\n'))
    .digest('hex')
}

type Found = Omit<ListedSet, 'subvolumes'> & {
  readonly names: readonly string[]
  readonly measured: Measured | undefined
}

/** Also maps inode numbers of folders to sets. Forgets folders that are no longer sets. */
function readFolders(stateFolder: string, memory: ListMemory, setByInode: Map<number, string>): readonly Found[] {
  const snapshots = snapshotsFolder(stateFolder)
  const ids = namesIn(snapshots).filter((name) => !name.startsWith('.'))
  const device = ids.length === 0 ? undefined : statSync(snapshots).dev
  const found = ids.flatMap((id) => {
    const stat = lstatSync(path.join(snapshots, id), { throwIfNoEntry: false })
    if (stat === undefined) return []
    if (stat.dev === device && stat.isDirectory()) setByInode.set(stat.ino, id)
    return [rememberFolder(stateFolder, id, stat, memory)]
  })
  const there = new Set(ids)
  for (const id of memory.folders.keys()) if (!there.has(id)) memory.folders.delete(id)
  return found
}

/** The kernel's file clock moves in steps: a change right after one that we saw may have the same time. */
const unchangedMs = 2_000

/** Everything in such a folder is replaced by renaming, which changes the folder's own times. */
function rememberFolder(stateFolder: string, id: string, stat: Stats, { folders }: ListMemory): Found {
  const { dev, ino, mtimeMs, ctimeMs } = stat
  const version = [dev, ino, mtimeMs, ctimeMs].join()
  const known = folders.get(id)
  if (known?.version === version) return known.found
  const isAtRest = Date.now() - Math.max(mtimeMs, ctimeMs) > unchangedMs
  const found = readFolder(stateFolder, id, stat)
  if (isAtRest) folders.set(id, { version, found })
  else folders.delete(id)
  return found
}

function readFolder(stateFolder: string, id: string, { mtime }: Stats): Found {
  const folder = path.join(snapshotsFolder(stateFolder), id)
  const names = namesIn(folder)
  const at = timeOfSetName(id) ?? mtime.toISOString()
  const measured = names.includes('space.json') ? readMeasured(stateFolder, id) : undefined
  return { id, at, names, measured, content: readContent(folder, id) }
}

function subvolumesBySet(own: SortedSnapshots['own']): ReadonlyMap<string, string[]> {
  const folders = new Map<string, string[]>()
  for (const key of own.keys()) {
    const slash = key.indexOf('/')
    const id = key.slice(0, slash)
    const known = folders.get(id)
    if (known === undefined) folders.set(id, [key.slice(slash + 1)])
    else known.push(key.slice(slash + 1))
  }
  for (const each of folders.values()) each.sort()
  return folders
}

function neededBecause(why: Message | undefined): Pick<KeptSet, 'neededBecause'> {
  return why === undefined ? {} : { neededBecause: why }
}

/** What the newest set holds alone grows with every change, so an earlier number is never exact. */
function spaceOf(measured: Measured | undefined, among: string, isNewest: boolean): FreedSpace {
  if (measured === undefined) return { kind: 'unknown' }
  const kind = measured.among === among && !isNewest ? 'exact' : 'estimate'
  return { kind, bytes: measured.exclusiveBytes }
}

/** Nothing if there is no folder: no snapshot was taken yet, or it is a file. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}

/** Container tools keep their layers as snapshots, which are of no use to a person. */
const layers = /(^|\/)(docker|containers\/storage)\/btrfs\/subvolumes\//

/** Timeshift's snapshots are writable. Of other tools only read-only ones count as snapshots. */
function viewForeign(others: readonly CataloguedSnapshot[], sets: readonly ListedSet[]): ForeignSnapshot[] {
  const areas = areasBySource(sets)
  return others.flatMap((entry) => {
    const tool = toolOf(entry.path)
    if (layers.test(entry.path) || !(entry.readOnly || tool === 'timeshift')) return []
    const { uuid, at, parentUuid, path } = entry
    const of = parentUuid === undefined ? undefined : areas.get(parentUuid)
    // One of before Linux 3.6 has no time, and is the oldest.
    return [{ uuid, at: at ?? new Date(0).toISOString(), tool, areas: [...(of ?? [])], path }]
  })
}

function areasBySource(sets: readonly ListedSet[]): ReadonlyMap<string, readonly AreaId[]> {
  const known = sets.flatMap(({ content }) => (content.kind === 'described' ? content.description.snapshots : []))
  return new Map(known.map(({ sourceUuid, areas }) => [sourceUuid, areas]))
}
