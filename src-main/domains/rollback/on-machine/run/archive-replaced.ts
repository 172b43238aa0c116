/** Archives what was replaced as a snapshot set, which can be rolled back to like any other. */
import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { readOneSet, setFolder, writeDescription } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import type { Description, TakenSubvolume } from '../../../../commons/snapshot-sets/schemas.ts'
import { timeOfSetName, snapshotsFolder } from '../../../../commons/snapshot-sets/set-name.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { version } from '../../../../kernel/version.ts'
import {
  showSubvolume,
  snapshotReadOnly,
  syncFileSystem,
  showSubvolumeById,
} from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { flushFolder } from '../../../../tools/files/durable-file.ts'
import { childrenOf, markPlaces, type Child } from './move-nested-subvolumes.ts'
import { treeNameBelowTop, type RollbackContext } from '../state/context.ts'
import { outerIndex, outermostIndex } from '../plan/inner-subvolumes.ts'
import type { RollbackJournal, SubvolumeProgress } from '../state/operation.ts'
import { withFolder } from './safe-place.ts'
import { rollbackMessages } from '../../messages.ts'

/** Call it when everything is exchanged and the old trees are no longer mounted. Repeatable: finishes the set. */
export async function archiveReplaced(context: RollbackContext, journal: RollbackJournal): Promise<Description> {
  const earlier = readOneSet(context.stateFolder, journal.keptSet)?.content
  // Already done. The trees it was made of may be gone.
  if (earlier?.kind === 'described' && earlier.description.state === 'finished') return earlier.description
  const begun = describeSet(journal)
  mkdirSync(snapshotsFolder(context.stateFolder), { recursive: true, mode: 0o700 })
  mkdirSync(setFolder(context.stateFolder, journal.keptSet), { recursive: true, mode: 0o700 })
  flushFolder(snapshotsFolder(context.stateFolder))
  writeDescription(context.stateFolder, begun)
  await context.stop('set begun')
  const snapshots: TakenSubvolume[] = []
  for (const index of journal.subvolumes.keys()) await markPlaces(context, journal, index)
  await context.stop('places marked')
  for (const [index, subvolume] of journal.subvolumes.entries()) {
    // An inner one is among what is left inside its outer one.
    if (outerIndex(journal.subvolumes, subvolume) === undefined) {
      snapshots.push(await archiveSubvolume(context, journal, treeNameBelowTop(context, journal, index), subvolume))
      await context.stop(`old tree ${index} kept`)
    }
    for (const child of await leftInside(context, journal, index))
      snapshots.push(await keepChild(context, journal, index, child))
  }
  await syncFileSystem(context.stateFolder, context.options)
  const finished: Description = { ...begun, state: 'finished', snapshots }
  writeDescription(context.stateFolder, finished)
  await context.stop('set finished')
  return finished
}

/** Archives new trees that are given up after people could use them, so that their work is not lost. */
export async function keepSeen(
  context: RollbackContext,
  journal: RollbackJournal,
  indexes: readonly number[],
): Promise<void> {
  if (indexes.length === 0) return
  const occasion = rollbackMessages.whileUnfinished({ setAt: journal.setAt })
  const begun: Description = { ...describeSet(journal), occasion }
  mkdirSync(setFolder(context.stateFolder, journal.keptSet), { recursive: true, mode: 0o700 })
  flushFolder(snapshotsFolder(context.stateFolder))
  writeDescription(context.stateFolder, begun)
  const snapshots: TakenSubvolume[] = []
  for (const [index, subvolume] of journal.subvolumes.entries()) {
    if (subvolume.newUuid === undefined || !indexes.includes(outermostIndex(journal.subvolumes, index))) continue
    const name = treeNameBelowTop(context, journal, index)
    snapshots.push(await archiveSubvolume(context, journal, name, { ...subvolume, oldUuid: subvolume.newUuid }))
  }
  await syncFileSystem(context.stateFolder, context.options)
  writeDescription(context.stateFolder, { ...begun, state: 'finished', snapshots })
}

function describeSet({ keptSet, operationId, setAt, subvolumes }: RollbackJournal): Description {
  return {
    version: 1,
    id: keptSet,
    state: 'taking',
    at: timeOfSetName(keptSet) ?? new Date().toISOString(),
    reason: 'before-rollback',
    switchId: operationId,
    occasion: rollbackMessages.beforeRollback({ setAt, titles: subvolumes.map(({ title }) => title) }),
    appVersion: version,
    snapshots: [],
    nestedLeftOut: 0,
  }
}

/** Writable nested subvolumes that were not moved: the snapshot had no placeholder, or they were rolled back too. */
export async function leftInside(
  context: RollbackContext,
  journal: RollbackJournal,
  index: number,
): Promise<readonly Child[]> {
  const subvolume = journal.subvolumes[index]
  if (subvolume === undefined) return []
  const children = await childrenOf(context, subvolume.oldId, treeNameBelowTop(context, journal, index))
  return children.filter(({ readOnly }) => !readOnly)
}

async function archiveSubvolume(
  context: RollbackContext,
  journal: RollbackJournal,
  name: BytePath,
  subvolume: SubvolumeProgress,
): Promise<TakenSubvolume> {
  const taken = await keepTree(context, journal, { name, subvolume: subvolume.subvolume, uuid: subvolume.oldUuid })
  return { ...placeOf(subvolume), ...taken }
}

function placeOf({
  subvolume,
  areas,
  path: place,
  within,
}: SubvolumeProgress): Pick<TakenSubvolume, 'subvolume' | 'areas'> {
  return { subvolume, areas, ...(within === undefined ? { path: place } : { within }) }
}

async function keepChild(
  context: RollbackContext,
  journal: RollbackJournal,
  index: number,
  child: Child,
): Promise<TakenSubvolume> {
  const outer = journal.subvolumes[index]
  const inner = journal.subvolumes.find(
    (subvolume) => subvolume.oldId === child.id && outerIndex(journal.subvolumes, subvolume) === index,
  )
  const subvolume = inner?.subvolume ?? `nested/${child.id}`
  const name = `${treeNameBelowTop(context, journal, index)}/${child.path}`
  const { uuid } = await showSubvolumeById(child.id, context.top, context.options)
  const taken = await keepTree(context, journal, { name, subvolume, uuid })
  await context.stop(`${subvolume} kept`)
  const within = { subvolume: outer?.subvolume ?? subvolume, path: child.path }
  return { ...(inner === undefined ? { subvolume, areas: [], within } : placeOf(inner)), ...taken }
}

interface OldTree {
  /** From the top level. */
  readonly name: BytePath
  /** What its snapshot is called in the set. */
  readonly subvolume: string
  readonly uuid: string
}

/** A snapshot that an interrupted attempt made is kept: a read-only one comes into being whole. */
async function keepTree(
  context: RollbackContext,
  journal: RollbackJournal,
  { name, subvolume, uuid: sourceUuid }: OldTree,
): Promise<Pick<TakenSubvolume, 'uuid' | 'sourceUuid' | 'takenAt'>> {
  const { options } = context
  const to = path.join(setFolder(context.stateFolder, journal.keptSet), subvolume)
  mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 })
  if (!existsSync(to)) {
    const done = await withFolder(context.top, name, async (open) => {
      if ((await showSubvolume(open, options)).uuid !== sourceUuid) throw notKept(to)
      await snapshotReadOnly(open, to, options)
      return true
    })
    if (done === undefined) throw notKept(to)
  }
  const { uuid, parentUuid, readOnly } = await showSubvolume(to, options)
  if (!readOnly || parentUuid !== sourceUuid) throw notKept(to)
  return { uuid, sourceUuid, takenAt: new Date().toISOString() }
}

function notKept(place: string): AppError {
  return rollbackMessages.notArchived({}, { details: place })
}
