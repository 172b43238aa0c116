/** Which trees are looked at: the subvolumes of /home, or those that were named, with the snapshots of them that nothing else relies on. */
import { realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import type { AgentHost, AllInAgent, WhyInUse } from '../../../commons/capability/agent-capability.ts'
import { jobsMessages } from '../../../commons/jobs/messages.ts'
import { readLedgerFile } from '../../../commons/ledger/on-machine/ledger-file.ts'
import { findSubvolumeRoot } from '../../../commons/snapshot-sets/on-machine/check-place.ts'
import { findLayout, holdingHomes, type Places } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { readHolds } from '../../../commons/snapshot-sets/on-machine/holds.ts'
import { readSets, setFolder } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { isAsTaken, readSharedInto } from '../../../commons/snapshot-sets/on-machine/shared-into.ts'
import type { ListedSet, Subvolume } from '../../../commons/snapshot-sets/schemas.ts'
import { bytePathFromText } from '../../../kernel/byte-path.ts'
import { findSendingDevices } from '../../../tools/btrfs/btrfs-senders.ts'
import { isOnBtrfs, showLineage } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { readFileSystemId } from '../../../tools/btrfs/btrfs-usage.ts'
import { findOwnMount } from '../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { FamilyToList, PathInTree } from '../../../tools/sharing/file-versions.ts'
import { reclaimMessages } from '../messages.ts'
import { readExcluded } from './excluded-file.ts'

export interface ReclaimTree {
  readonly root: string
  readonly uuid: string
  readonly createdMs: number
  /** Where it is mounted, or where what it is a snapshot of is: "/home". */
  readonly shownAs: string
  readonly snapshot?: { readonly setId: string; readonly at: string }
}

/** A file system with what is looked at on it. */
export interface DiskToReclaim {
  readonly id: string
  /** Where it is mounted for writing. */
  readonly place: string
  readonly trees: readonly ReclaimTree[]
  readonly families: readonly FamilyToList[]
  readonly only: readonly PathInTree[]
  readonly leftOut: readonly PathInTree[]
  /** Sets that something needs, and those to which somebody has written. */
  readonly heldSnapshots: number
  readonly writtenSnapshots: number
}

/** Folders that are looked at in one living subvolume; none for all of it. */
interface Living {
  readonly root: string
  readonly paths: readonly string[]
}

export interface PlacesToReclaim {
  readonly places: Places
  readonly inUse: AllInAgent['inUse']
}

/** AppError as `findLiving`. Empty where /home is on no btrfs. */
export async function findDisks(
  host: Pick<AgentHost, 'stateFolder'>,
  { places, inUse }: PlacesToReclaim,
  paths: readonly string[],
  options: RunOptions,
): Promise<readonly DiskToReclaim[]> {
  const { stateFolder } = host
  const layout = await findLayout(places, { ...options, partly: true })
  const subvolumes = layout.kind === 'ready' ? layout.subvolumes : []
  const living =
    paths.length === 0
      ? holdingHomes(subvolumes).map(({ path: root }): Living => ({ root, paths: [] }))
      : findLiving(paths)
  const sets = readSets(stateFolder)
  const needed = findNeeded(stateFolder, sets, inUse(stateFolder))
  const families = await Promise.all(
    living.map((one) => openFamily({ stateFolder, sets, needed, subvolumes }, one, options)),
  )
  const excluded = readExcluded(stateFolder)
  return [...new Set(families.map(({ id }) => id))].map((id) => joinFamilies(id, families, excluded))
}

/**
 * By the subvolumes that they are in. A person may exchange what they name at every instant: a path only says which files of a mounted
 * subvolume are meant.
 *
 * @throws AppError "not-found" for one that is not there, "invalid-input" for one on which nothing can be shared.
 */
export function findLiving(paths: readonly string[]): readonly Living[] {
  const found = new Map<string, readonly string[]>()
  for (const one of paths) {
    const there = statSync(one, { throwIfNoEntry: false })
    if (there === undefined) throw reclaimMessages.noPath({ path: one })
    if (!there.isDirectory() && !there.isFile()) throw reclaimMessages.badPath({ path: one })
    if (!isOnBtrfs(one)) {
      const { fsType } = findOwnMount(there.isFile() ? path.dirname(one) : one)
      throw reclaimMessages.noBtrfs({ path: one, fsType })
    }
    const root = findSubvolumeRoot(one)
    const mount = root === undefined ? undefined : findOwnMount(root)
    if (root === undefined || mount?.target !== bytePathFromText(root)) throw reclaimMessages.noSubvolume({ path: one })
    if (mount.readOnly) throw reclaimMessages.readOnly({ path: one })
    found.set(root, [...(found.get(root) ?? []), path.relative(root, realpathSync(one))])
  }
  return [...found].map(([root, below]) => ({ root, paths: below.includes('') ? [] : below }))
}

/** IDs of sets that are left alone. */
function findNeeded(stateFolder: string, sets: readonly ListedSet[], why: WhyInUse): ReadonlySet<string> {
  const held = heldSets(stateFolder)
  const open = readLedgerFile(stateFolder).open?.switchId
  const isNeeded = (set: ListedSet): boolean => {
    const { content } = set
    if (content.kind !== 'described' || content.description.state !== 'finished') return true
    return held.has(set.id) || content.description.switchId === open || why(set) !== undefined
  }
  return new Set(sets.flatMap((set) => (isNeeded(set) ? [set.id] : [])))
}

/** Read anew each time: whether a tree is a snapshot that is needed, or sent, by now. */
export function findNeededNow(stateFolder: string, inUse: AllInAgent['inUse']): (tree: ReclaimTree) => boolean {
  const needed = findNeeded(stateFolder, readSets(stateFolder), inUse(stateFolder))
  const sending = findSendingDevices()
  return ({ root, snapshot }) => {
    if (snapshot === undefined) return false
    const device = statSync(root, { throwIfNoEntry: false })?.dev
    return needed.has(snapshot.setId) || (device !== undefined && sending.has(device))
  }
}

/** By whatever but this job. */
function heldSets(stateFolder: string): ReadonlySet<string> {
  const own = JSON.stringify(jobsMessages.reads({ title: reclaimMessages.job({}) }))
  return new Set(readHolds(stateFolder).flatMap(({ setId, why }) => (JSON.stringify(why) === own ? [] : [setId])))
}

interface Around {
  readonly stateFolder: string
  readonly sets: readonly ListedSet[]
  readonly needed: ReadonlySet<string>
  readonly subvolumes: readonly Subvolume[]
}

interface Family extends Pick<DiskToReclaim, 'id' | 'trees' | 'heldSnapshots' | 'writtenSnapshots'> {
  readonly paths: readonly string[]
}

async function openFamily(
  { stateFolder, sets, needed, subvolumes }: Around,
  { root, paths }: Living,
  options: RunOptions,
): Promise<Family> {
  const [id, { uuid, createdMs, readOnly }] = await Promise.all([
    readFileSystemId(root, options),
    showLineage(root, options),
  ])
  if (readOnly) throw reclaimMessages.readOnly({ path: root })
  const name = subvolumes.find((one) => one.uuid === uuid)?.subvolume
  const taken = name === undefined ? [] : sets.filter((set) => set.subvolumes.includes(name))
  const free = taken.filter((set) => !needed.has(set.id))
  const [shared, sending] = [readSharedInto(stateFolder), findSendingDevices()]
  const found = await Promise.all(
    free.map(async ({ id: setId, at }) => {
      const place = path.join(setFolder(stateFolder, setId), name ?? '')
      const lineage = await showLineage(place, options).catch(() => undefined)
      if (lineage === undefined) return 'gone'
      if (!(await isAsTaken(place, lineage, shared, options))) return 'written'
      if (sending.has(statSync(place).dev)) return 'held'
      const { uuid: itsUuid, createdMs: itsTime } = lineage
      return { root: place, uuid: itsUuid, createdMs: itsTime, shownAs: root, snapshot: { setId, at } }
    }),
  )
  const snapshots = found.filter((one) => typeof one !== 'string')
  const count = (kind: string) => found.filter((one) => one === kind).length
  return {
    ...{ id, paths, trees: [{ root, uuid, createdMs, shownAs: root }, ...snapshots] },
    heldSnapshots: taken.length - free.length + count('held'),
    writtenSnapshots: count('written'),
  }
}

function joinFamilies(id: string, all: readonly Family[], excluded: readonly string[]): DiskToReclaim {
  const families: FamilyToList[] = []
  const trees: ReclaimTree[] = []
  const only: PathInTree[] = []
  const leftOut: PathInTree[] = []
  const own = all.filter((one) => one.id === id)
  for (const family of own) {
    const first = trees.length
    families.push({ roots: family.trees.map(({ root }) => root), first })
    for (const [index, { shownAs }] of family.trees.entries()) {
      const tree = first + index
      only.push(...family.paths.map((one) => ({ tree, path: bytePathFromText(one) })))
      const below = excluded.flatMap((one) => placeBelow(shownAs, one) ?? [])
      leftOut.push(...below.map((one) => ({ tree, path: bytePathFromText(one) })))
    }
    trees.push(...family.trees)
  }
  const sum = (count: (one: Family) => number) => own.reduce((whole, one) => whole + count(one), 0)
  return {
    ...{ id, place: trees[0]?.root ?? '/', trees, families, only, leftOut },
    heldSnapshots: sum((one) => one.heldSnapshots),
    writtenSnapshots: sum((one) => one.writtenSnapshots),
  }
}

/** "" for all of it, undefined for nothing. */
function placeBelow(root: string, excluded: string): string | undefined {
  if (isWithin(root, excluded)) return ''
  return isWithin(excluded, root) ? path.relative(root, excluded) : undefined
}

const isWithin = (one: string, folder: string): boolean =>
  one === folder || one.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
