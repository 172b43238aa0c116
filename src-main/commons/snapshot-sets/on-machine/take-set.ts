/** Takes a set. Its description is written first, so that it can be recognized and finished after a crash. */
import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { makeSetName, setSuffix, snapshotsFolder } from '../set-name.ts'
import type { Progress } from '../../../contract/define.ts'
import type { AppError } from '../../../kernel/app-error.ts'
import { version } from '../../../kernel/version.ts'
import { isSubvolume, showSubvolume, snapshotReadOnly } from '../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Description, Layout, Subvolume, TakenSubvolume } from '../schemas.ts'
import { inspectLayout, type Places, type LayoutInspection } from './find-layout.ts'
import { withNested } from './find-nested.ts'
import { assessSpace } from '../../disk-space.ts'
import { layoutError } from './layout-error.ts'
import {
  findDescription,
  deleteUntaken,
  groups,
  setFolder,
  writeDescription,
  writeFirstDescription,
} from './set-folder.ts'
import { snapshotSetsMessages } from '../messages.ts'

export type SetRequest = Pick<Description, 'switchId' | 'reason' | 'from' | 'to' | 'note' | 'occasion'>

const freshMs = 5 * 60_000

export interface TakeOptions extends RunOptions {
  readonly report: (progress: Progress) => void
  /** Only these subvolumes, by their names in a set; what is nested comes with the one around it. Default: all. */
  readonly only?: readonly string[]
}

/** Returns the set of this switch and reason: one that is complete, one that is finished now, or a new one. */
export async function takeSet(places: Places, request: SetRequest, options: TakeOptions): Promise<Description> {
  const partly = request.reason !== 'before-switch' && request.reason !== 'after-switch'
  const inspection = await inspectLayout(places, { signal: options.signal, partly })
  if (!('nested' in inspection)) throw layoutError(inspection.layout)
  refuseFull(inspection.layout)
  const earlier = findDescription(places.stateFolder, request)
  if (earlier?.state === 'finished' && isWhole(places.stateFolder, earlier)) return earlier
  const begun = earlier !== undefined && isFresh(earlier) ? earlier : beginSet(places.stateFolder, request)
  const { only } = options
  const isWanted = ({ subvolume }: Subvolume) => only === undefined || only.includes(subvolume)
  const wanted = {
    layout: { ...inspection.layout, subvolumes: inspection.layout.subvolumes.filter(isWanted) },
    nested: inspection.nested.filter(({ around }) => isWanted(around)),
  }
  try {
    return await finishSet(places.stateFolder, begun, wanted, options)
  } catch (thrown) {
    // What was taken stays, and is finished when it is asked for again.
    deleteUntaken(places.stateFolder, begun.id)
    throw thrown
  }
}

/** A set that was given up longer ago lacks the work done since, so a new one is begun. */
function isFresh({ state, at }: Description): boolean {
  return state === 'taking' && Math.abs(Date.now() - Date.parse(at)) < freshMs
}

function isWhole(stateFolder: string, { id, snapshots }: Description): boolean {
  return snapshots.every(({ subvolume }) => {
    const place = path.join(setFolder(stateFolder, id), subvolume)
    return existsSync(place) && isSubvolume(place)
  })
}

/** Making the folder claims the name, so a second set can never end up inside the first. */
function beginSet(stateFolder: string, request: SetRequest): Description {
  const now = Date.now()
  const id = makeSetName(now, setSuffix(request.switchId))
  const description: Description = {
    version: 1,
    id,
    state: 'taking',
    at: new Date(now).toISOString(),
    ...request,
    appVersion: version,
    snapshots: [],
    nestedLeftOut: 0,
  }
  mkdirSync(snapshotsFolder(stateFolder), { recursive: true, mode: 0o700 })
  mkdirSync(setFolder(stateFolder, id), { mode: 0o700 })
  try {
    // Its folder and its name are on the disk with the first snapshot at the latest, which is what counts.
    writeFirstDescription(stateFolder, description)
  } catch (thrown) {
    deleteUntaken(stateFolder, id)
    throw thrown
  }
  return description
}

async function finishSet(
  stateFolder: string,
  begun: Description,
  { layout, nested }: Extract<LayoutInspection, { nested: unknown }>,
  options: TakeOptions,
): Promise<Description> {
  const folder = setFolder(stateFolder, begun.id)
  const total = layout.subvolumes.length + nested.length
  options.report({ done: 0, total, unit: 'steps' })
  // Side by side: the closer to one moment, the better they fit together.
  for (const group of groups) {
    if (layout.subvolumes.some(({ subvolume }) => subvolume.startsWith(`${group}/`))) makeGroup(folder, group)
  }
  const attempts = layout.subvolumes.map((one) => takeSubvolume(folder, one, options))
  // When one fails, the others still come to rest before anybody is told.
  await Promise.allSettled(attempts)
  const snapshots = await Promise.all(attempts)
  for (const { id, around } of nested) {
    options.report({ done: snapshots.length, total, unit: 'steps' })
    const taken = await takeNested(folder, around, id, options)
    if (taken !== undefined) snapshots.push(taken)
  }
  const nestedLeftOut = layout.nestedLeftOut + total - snapshots.length
  const gaps = layout.leftOut === undefined ? {} : { leftOut: layout.leftOut }
  const finished: Description = { ...begun, state: 'finished', snapshots, nestedLeftOut, ...gaps }
  writeDescription(stateFolder, finished)
  return finished
}

function makeGroup(set: string, group: (typeof groups)[number]): void {
  mkdirSync(path.join(set, group), { recursive: true, mode: 0o700 })
}

/** Without room for metadata the attempt would fail half-way. Refused before a switch begins. */
function refuseFull({ space }: Extract<Layout, { kind: 'ready' }>): void {
  const verdict = assessSpace(space)
  if (verdict.kind !== 'metadata-full') return
  throw snapshotSetsMessages.metadataFull({ percent: verdict.percent })
}

async function takeSubvolume(set: string, of: Subvolume, options: RunOptions): Promise<TakenSubvolume> {
  const { subvolume, areas, path: from, uuid } = of
  const taken = await takeSnapshot(from, path.join(set, subvolume), options)
  if (taken.sourceUuid !== uuid) throw notOurs(path.join(set, subvolume), 'it is of another subvolume')
  return { subvolume, areas, path: from, ...taken }
}

async function takeNested(
  set: string,
  around: Subvolume,
  id: number,
  options: RunOptions,
): Promise<TakenSubvolume | undefined> {
  makeGroup(set, 'nested')
  const subvolume = `nested/${id}`
  return withNested(around.path, id, options, async (openPath, pathWithin) => {
    const taken = await takeSnapshot(openPath, path.join(set, subvolume), options)
    return { subvolume, areas: [], within: { subvolume: around.subvolume, path: pathWithin }, ...taken }
  })
}

/** A snapshot that an interrupted attempt made is kept: a read-only snapshot is created whole. */
async function takeSnapshot(
  from: string,
  to: string,
  options: RunOptions,
): Promise<Pick<TakenSubvolume, 'uuid' | 'sourceUuid' | 'takenAt'>> {
  if (existsSync(to) && !isSubvolume(to)) throw notOurs(to, 'it is an ordinary folder')
  if (!existsSync(to)) await snapshotReadOnly(from, to, options)
  const { uuid, parentUuid, readOnly } = await showSubvolume(to, options)
  if (!readOnly || parentUuid === undefined) throw notOurs(to, 'it is not a read-only snapshot')
  return { uuid, sourceUuid: parentUuid, takenAt: new Date().toISOString() }
}

function notOurs(place: string, why: string): AppError {
  return snapshotSetsMessages.notOurs({ place }, { details: why })
}
