/**
 * Deletes sets. Checks everything before the first snapshot of a set is deleted. Its description is deleted last, so an
 * interrupted deletion is a set with parts missing, which the next deletion finishes.
 */
import { isThere } from '../../../../tools/files/own-file.ts'
import type { Message } from '../../../../kernel/message.ts'
import { existsSync, lstatSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { readOneSet, setFolder } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { timeOfSetName, snapshotsFolder } from '../../../../commons/snapshot-sets/set-name.ts'
import type { ListedSet } from '../../../../commons/snapshot-sets/schemas.ts'
import type { Progress } from '../../../../contract/define.ts'
import { deleteSubvolumes, listDeletedIds } from '../../../../tools/btrfs/btrfs-delete.ts'
import { hasSubvolumeInode, listSubvolumes } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { KeptSet, Removal } from '../../verbs.ts'
import { readLastReasonsInUse, type AllReasonsInUse, type ReasonsInUse } from '../reasons-in-use.ts'
import { listSets, type Listing, type ListSetsOptions } from './list-sets.ts'
import { refuseAmong } from './refusals.ts'
import { snapshotSetsMessages } from '../../../../commons/snapshot-sets/messages.ts'
import { snapshotsMessages } from '../../messages.ts'
import type { SortedSnapshots } from './own-snapshots.ts'

export interface RemoveOptions extends ListSetsOptions {
  readonly report: (progress: Progress) => void
  readonly inUse: AllReasonsInUse
}

export async function planDeletion(
  stateFolder: string,
  ids: readonly string[],
  options: ListSetsOptions,
): Promise<Removal> {
  const listing = await listSets(stateFolder, options)
  const { may, refused } = await sift(stateFolder, listing, ids, options)
  return { deleted: may.map(({ set }) => set.id), refused }
}

export async function deleteSets(
  stateFolder: string,
  ids: readonly string[],
  options: RemoveOptions,
): Promise<Removal> {
  finishRemoved(stateFolder)
  const listing = await listSets(stateFolder, options)
  const { may, refused } = await sift(stateFolder, listing, ids, options)
  const deleted: KeptSet[] = []
  const reasonsInUseNow = freshReasonsInUse(stateFolder, listing, options.inUse)
  for (const check of may) {
    options.signal?.throwIfAborted()
    options.report({ done: deleted.length, total: may.length, unit: 'steps' })
    const why = await deleteSet(stateFolder, reasonsInUseNow(), check)
    if (why === undefined) deleted.push(check.set)
    else refused.push({ id: check.set.id, why })
  }
  if (deleted.length === 0) return { deleted: [], refused }
  // Not flushed: after a power loss the set may be back, and can be deleted again.
  return { deleted: deleted.map(({ id }) => id), refused, ...(await pendingOf(stateFolder, listing, deleted, options)) }
}

interface Sifted {
  readonly may: readonly Extract<SetCheck, { kind: 'may-go' }>[]
  readonly refused: { readonly id: string; readonly why: Message }[]
}

async function sift(
  stateFolder: string,
  listing: Listing,
  ids: readonly string[],
  options: RunOptions,
): Promise<Sifted> {
  const refusals = refuseAmong(listing.sets, ids)
  const refused = [...refusals].map(([id, why]) => ({ id, why }))
  const children = await readChildren(stateFolder, options)
  const checks = listing.sets
    .filter(({ id }) => ids.includes(id) && !refusals.has(id))
    .map((set) => checkSet(set, listing.own, children))
  return {
    may: checks.flatMap((check) => (check.kind === 'may-go' ? [check] : [])).reverse(),
    refused: [...refused, ...checks.flatMap((check) => (check.kind === 'refused' ? [check] : []))],
  }
}

/** How old the check of mounts, holds and senders may be when a set is deleted. */
const freshMs = 100

function freshReasonsInUse(stateFolder: string, { own }: Listing, inUse: AllReasonsInUse): () => ReasonsInUse {
  let reasonsInUse: ReasonsInUse | undefined
  let readAt = 0
  return () => {
    if (reasonsInUse === undefined || performance.now() - readAt > freshMs) {
      reasonsInUse = readLastReasonsInUse(stateFolder, own, inUse)
      readAt = performance.now()
    }
    return reasonsInUse
  }
}

/** Why it was not deleted; undefined when it was. Checks once more, right before. */
async function deleteSet(
  stateFolder: string,
  reasonsInUse: ReasonsInUse,
  { set, subvolumes }: Extract<SetCheck, { kind: 'may-go' }>,
): Promise<Message | undefined> {
  const now = readOneSet(stateFolder, set.id)
  if (now === undefined) return undefined
  const unknown = now.subvolumes.find((subvolume) => !subvolumes.includes(subvolume))
  if (unknown !== undefined) return snapshotsMessages.holdsOther({ subvolume: unknown })
  const claimed = reasonsInUse(now)
  if (claimed !== undefined) return claimed
  const places = subvolumes.map((subvolume) => path.join(setFolder(stateFolder, set.id), subvolume))
  const { complaints } = await deleteSubvolumes(places)
  if (places.some((place) => isThere(place)))
    return snapshotsMessages.notDeleted({ said: complaints.trim().split('\n').at(-1) ?? '' })
  removeFolder(stateFolder, now)
  return undefined
}

const removedPrefix = '.removed-'

/** Once renamed it is no longer a set. What is left is deleted now or the next time. */
function removeFolder(stateFolder: string, { id }: ListedSet): void {
  const aside = path.join(snapshotsFolder(stateFolder), `${removedPrefix}${id}`)
  renameSync(setFolder(stateFolder, id), aside)
  removeRest(aside)
}

function finishRemoved(stateFolder: string): void {
  const folder = snapshotsFolder(stateFolder)
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    if (name.startsWith(removedPrefix) && timeOfSetName(name.slice(removedPrefix.length)) !== undefined)
      removeRest(path.join(folder, name))
  }
}

/** Only files and empty folders. If a subvolume is in it after all, everything stays. */
function removeRest(folder: string): void {
  const inside = readdirSync(folder, { recursive: true, withFileTypes: true })
  const holdsSubvolume = inside.some(
    (entry) => entry.isDirectory() && hasSubvolumeInode(lstatSync(path.join(entry.parentPath, entry.name))),
  )
  if (!holdsSubvolume) rmSync(folder, { recursive: true, force: true })
}

/** btrfs frees deleted subvolumes gradually. Small ones are freed at once. */
async function pendingOf(
  stateFolder: string,
  { own }: Listing,
  deleted: readonly KeptSet[],
  options: RunOptions,
): Promise<Pick<Removal, 'pendingBytes'>> {
  const waiting = await listDeletedIds(stateFolder, options)
  const pending = deleted.filter(({ id, subvolumes }) =>
    subvolumes.some((subvolume) => waiting.has(own.get(`${id}/${subvolume}`)?.id ?? Number.NaN)),
  )
  if (pending.length === 0) return {}
  return { pendingBytes: pending.reduce((sum, { space }) => sum + (space.kind === 'unknown' ? 0 : space.bytes), 0) }
}

/** Whether all of a set can be deleted: each snapshot is the one that its description names, and nothing is inside it. */
type SetCheck =
  /** `subvolumes` in the order in which they go: what is nested or added first. */
  | { readonly kind: 'may-go'; readonly set: KeptSet; readonly subvolumes: readonly string[] }
  | { readonly kind: 'refused'; readonly id: string; readonly why: Message }

/** Subvolumes that contain others. A line forged by a name with a newline is nobody's parent. */
async function readChildren(stateFolder: string, options: RunOptions): Promise<ReadonlySet<number>> {
  const all = await listSubvolumes(stateFolder, options)
  return new Set(all.map(({ parentId }) => parentId))
}

function checkSet(set: KeptSet, own: SortedSnapshots['own'], parents: ReadonlySet<number>): SetCheck {
  const refused = (why: Message): SetCheck => ({ kind: 'refused', id: set.id, why })
  if (set.content.kind !== 'described') return refused(snapshotSetsMessages.undescribed({}))
  const { snapshots } = set.content.description
  for (const subvolume of set.subvolumes) {
    const described = snapshots.find((taken) => taken.subvolume === subvolume)
    const found = own.get(`${set.id}/${subvolume}`)
    // A set that was never finished describes nothing yet; what is in it was taken for it all the same.
    const isBegun = set.content.description.state === 'taking' && described === undefined
    if (found === undefined) return refused(snapshotsMessages.notReadOnly({ subvolume }))
    if (!found.readOnly) return refused(snapshotsMessages.notReadOnly({ subvolume }))
    if (described === undefined && !isBegun) return refused(snapshotsMessages.notDescribed({ subvolume }))
    if (described !== undefined && described.uuid !== found.uuid)
      return refused(snapshotsMessages.replaced({ subvolume }))
    if (parents.has(found.id)) return refused(snapshotsMessages.hasSubvolumes({ subvolume }))
  }
  const subvolumes = set.subvolumes.toSorted((one, other) => depth(other) - depth(one) || one.localeCompare(other))
  return { kind: 'may-go', set, subvolumes }
}

function depth(subvolume: string): number {
  return subvolume.split('/').length
}
