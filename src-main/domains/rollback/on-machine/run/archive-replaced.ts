/** What was there before becomes a set of its own, read-only and described, that can be rolled back to as any other. */
import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { readOneSet, setFolder, writeDescription } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import type { Description, Taken } from '../../../../commons/snapshot-sets/schemas.ts'
import { timeOfSetName, snapshotsFolder } from '../../../../commons/snapshot-sets/set-name.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { formatExactTime } from '../../../../kernel/format-exact-time.ts'
import { version } from '../../../../kernel/version.ts'
import {
  readSubvolumeId,
  showSubvolume,
  snapshotReadOnly,
  syncFileSystem,
} from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { showSubvolumeById } from '../../../../tools/btrfs/btrfs-writable.ts'
import { flushFolder } from '../../../../tools/files/durable-file.ts'
import { childrenOf, markPlaces, type Child } from './move-nested-subvolumes.ts'
import { treeNameBelowTop, type Ground } from '../state/ground.ts'
import { outerIndex, outermostIndex } from '../plan/inner-subvolumes.ts'
import type { Journal, PartProgress } from '../state/operation.ts'
import { withFolder } from './safe-place.ts'

/** To be called when everything is exchanged and nobody sees the old trees any more. Asked again it finishes the set. */
export async function archiveReplaced(ground: Ground, journal: Journal): Promise<Description> {
  const earlier = readOneSet(ground.stateFolder, journal.keptSet)?.content
  // Done already; by now the trees that it was made of may be gone.
  if (earlier?.kind === 'described' && earlier.description.state === 'finished') return earlier.description
  const begun = describeSet(journal)
  mkdirSync(snapshotsFolder(ground.stateFolder), { recursive: true, mode: 0o700 })
  mkdirSync(setFolder(ground.stateFolder, journal.keptSet), { recursive: true, mode: 0o700 })
  flushFolder(snapshotsFolder(ground.stateFolder))
  writeDescription(ground.stateFolder, begun)
  await ground.stop('set begun')
  const snapshots: Taken[] = []
  for (const index of journal.parts.keys()) await markPlaces(ground, journal, index)
  await ground.stop('places marked')
  for (const [index, part] of journal.parts.entries()) {
    // One inside another is among what is left inside that one.
    if (outerIndex(journal.parts, part) === undefined) {
      snapshots.push(await keepPart(ground, journal, treeNameBelowTop(ground, journal, index), part))
      await ground.stop(`old tree ${index} kept`)
    }
    for (const child of await leftInside(ground, journal, index))
      snapshots.push(await keepChild(ground, journal, index, child))
  }
  await syncFileSystem(ground.stateFolder, ground.options)
  const finished: Description = { ...begun, state: 'finished', snapshots }
  writeDescription(ground.stateFolder, finished)
  await ground.stop('set finished')
  return finished
}

/** New trees that are given up after people could get at them: whatever they did there is not lost either. */
export async function keepSeen(ground: Ground, journal: Journal, indexes: readonly number[]): Promise<void> {
  if (indexes.length === 0) return
  const note = `While a rollback to ${formatExactTime(journal.setAt)} was not finished`
  const begun: Description = { ...describeSet(journal), note }
  mkdirSync(setFolder(ground.stateFolder, journal.keptSet), { recursive: true, mode: 0o700 })
  flushFolder(snapshotsFolder(ground.stateFolder))
  writeDescription(ground.stateFolder, begun)
  const snapshots: Taken[] = []
  for (const [index, part] of journal.parts.entries()) {
    if (part.newUuid === undefined || !indexes.includes(outermostIndex(journal.parts, index))) continue
    const name = treeNameBelowTop(ground, journal, index)
    snapshots.push(await keepPart(ground, journal, name, { ...part, oldUuid: part.newUuid }))
  }
  await syncFileSystem(ground.stateFolder, ground.options)
  writeDescription(ground.stateFolder, { ...begun, state: 'finished', snapshots })
}

function describeSet({ keptSet, operationId, setAt, parts }: Journal): Description {
  const names = parts.map(({ title }) => title).join(', ')
  return {
    version: 1,
    id: keptSet,
    state: 'taking',
    at: timeOfSetName(keptSet) ?? new Date().toISOString(),
    reason: 'before-rollback',
    switchId: operationId,
    note: `Before rolling back to ${formatExactTime(setAt)}: ${names}`.slice(0, 200),
    appVersion: version,
    snapshots: [],
    nestedLeftOut: 0,
  }
}

/** Writable subvolumes that were not carried over: the snapshot had no place for them, or they were rolled back too. */
export async function leftInside(ground: Ground, journal: Journal, index: number): Promise<readonly Child[]> {
  const part = journal.parts[index]
  if (part === undefined) return []
  const children = await childrenOf(ground, part.oldId, treeNameBelowTop(ground, journal, index))
  return children.filter(({ readOnly }) => !readOnly)
}

async function keepPart(ground: Ground, journal: Journal, name: BytePath, part: PartProgress): Promise<Taken> {
  const taken = await keepTree(ground, journal, name, part.part, part.oldUuid)
  return { ...placeOf(part), ...taken }
}

function placeOf({ part: folder, areas, path: place, within }: PartProgress): Pick<Taken, 'folder' | 'areas'> {
  return { folder, areas, ...(within === undefined ? { path: place } : { within }) }
}

async function keepChild(ground: Ground, journal: Journal, index: number, child: Child): Promise<Taken> {
  const outer = journal.parts[index]
  const inner = journal.parts.find((part) => part.oldId === child.id && outerIndex(journal.parts, part) === index)
  const folder = inner?.part ?? `nested/${child.id}`
  const name = `${treeNameBelowTop(ground, journal, index)}/${child.path}`
  const { uuid } = await showSubvolumeById(child.id, ground.top, ground.options)
  const taken = await keepTree(ground, journal, name, folder, uuid)
  await ground.stop(`${folder} kept`)
  const within = { folder: outer?.part ?? folder, path: child.path }
  return { ...(inner === undefined ? { folder, areas: [], within } : placeOf(inner)), ...taken }
}

/** A snapshot that an interrupted attempt made is kept: a read-only one comes into being whole. */
async function keepTree(
  ground: Ground,
  journal: Journal,
  name: BytePath,
  folder: string,
  sourceUuid: string,
): Promise<Pick<Taken, 'uuid' | 'sourceUuid' | 'takenAt'>> {
  const { options } = ground
  const to = path.join(setFolder(ground.stateFolder, journal.keptSet), folder)
  mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 })
  if (!existsSync(to)) {
    const done = await withFolder(ground.top, name, async (open) => {
      if ((await showSubvolumeById(await readSubvolumeId(open, options), ground.top, options)).uuid !== sourceUuid)
        throw notKept(to)
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
  return new AppError({
    code: 'blocked',
    message: 'What was there before the rollback could not be put among the snapshots.',
    hint: 'Nothing of it is lost, and it is tried again. Look at the details.',
    details: place,
  })
}
