/**
 * What the source did to things that stay otherwise on the target, and that nobody was asked about: to what was to be kept, since that was
 * decided; to what changed there during the switch, since both were equal. It counts as a change of that laptop, so that the way back asks
 * before the other version takes its place.
 */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Answers } from '../../../../contract/preview.ts'
import type { CallOptions, Machine } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { InventoryChange } from '../../inventory/change.ts'
import { keyOfPath, leftOut, pathOfKey, typeOf } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { findOwnWork, readPlaced as verb } from '../../verbs.ts'
import { fileSetsOf, joinDifferences, readAll, readChanges, type Scans } from '../compare/read-entries.ts'
import { keptPaths, newerPaths, type HomePlan } from '../plan/plan.ts'
import { readHeld } from './scan-both.ts'
import { unpackList } from '../../packed-list.ts'

interface Undecided {
  /** New since then: in no base. */
  readonly alone: readonly BytePath[]
  /** Changed or deleted since then, as it was. In the order of an inventory. */
  readonly otherwise: readonly { readonly path: BytePath; readonly shared: string }[]
}

interface UndecidedRequest {
  readonly plan: HomePlan
  readonly answers: Answers
  readonly switchId: string
  /** What stays there, by choice or not. */
  readonly kept: readonly BytePath[]
  /** What is there alone. */
  readonly alone: readonly BytePath[]
  /** Those that were found equal, as far as they should be. */
  readonly scans: Scans
}

export async function findUndecided(pair: Pair, request: UndecidedRequest, options: CallOptions): Promise<Undecided> {
  const { plan, answers, kept, alone } = request
  if (kept.length === 0 && alone.length === 0) return { alone: [], otherwise: [] }
  const isChosen = createCover(keptPaths(plan, answers))
  const { own, isPlaced } = await ownWork(pair, request, options)
  const isOwn = createCover([...own, ...newerPaths(plan)])
  const isKept = createCover(kept)
  const isInWhole = createCover(keptWholes(request))
  const isStaying = (key: string) => isKept(key) && (isOwn(key) || isInWhole(key))
  // Kept by itself: its contents may be another's, and nobody was asked.
  const keptFiles = new Set(kept.map(keyOfPath))
  const isFile = ({ key, shared }: Pick<InventoryChange, 'key' | 'shared'>) =>
    keptFiles.has(key) && typeOf({ shared }) === 'f'
  const isUndecided = (change: InventoryChange) =>
    (isStaying(change.key) || (change.kind !== 'deleted' && isFile(change))) &&
    !isPlaced(pathOfKey(change.key)) &&
    !isChosen(change.key)
  // What was new on both, and equal, is in no base: only the plan knows that it is gone since. Nor does what came and stays since then have
  // what the source did to it afterwards.
  const isAlone = createCover(alone)
  const isMeant = (key: string) => isChosen(key) || isAlone(key) || isStaying(key)
  const [decided, never] = [
    await changedSincePlan(request, isMeant, options),
    plan.base === undefined
      ? await allOf(request, (entry) => isUndecided({ ...entry, kind: 'added' }), options)
      : await changedSinceEqual(request, isUndecided, options),
  ]
  const byPath = new Map([...decided.otherwise, ...never.otherwise].map((one) => [one.path, one]))
  return {
    alone: [...new Set([...decided.alone, ...never.alone])],
    otherwise: [...byPath.values()].toSorted((one, other) => (keyOfPath(one.path) < keyOfPath(other.path) ? -1 : 1)),
  }
}

/** They stay as a whole, also what nobody worked on there (agree-on.ts). */
function keptWholes({ kept, scans: { from, to } }: UndecidedRequest): readonly BytePath[] {
  const repositories = [...from.scan.repositories, ...to.scan.repositories]
  const wholes = new Set([...repositories, ...fileSetsOf({ from, to }).flatMap((set) => set.paths)])
  return kept.filter((path) => wholes.has(path))
}

/** What the person did there, also to what had come, and what came. */
async function ownWork(
  pair: Pair,
  { switchId, scans }: UndecidedRequest,
  options: CallOptions,
): Promise<{ readonly own: readonly BytePath[]; readonly isPlaced: (path: BytePath) => boolean }> {
  const { scanId } = scans.to.scan
  const [{ paths }, placed] = await Promise.all([
    pair.to.call(findOwnWork, { switchId, scanId }, options),
    readPlaced(pair.to, { switchId, scanId }, options),
  ])
  const isOpen = new Set(placed.open)
  const isPlaced = new Set(placed.paths.filter((path) => !isOpen.has(path)))
  return { own: paths, isPlaced: (path) => isPlaced.has(path) }
}

async function changedSincePlan(
  { switchId, scans: { from } }: UndecidedRequest,
  isAsked: (key: string) => boolean,
  options: CallOptions,
): Promise<Undecided> {
  const signal = options.signal ?? new AbortController().signal
  const planned = await readHeld(from.machine, 'planned', { switchId, signal })
  const found = { alone: new Array<BytePath>(), otherwise: new Array<Undecided['otherwise'][number]>() }
  if (planned === undefined) return found
  for await (const { key, left, right } of joinDifferences(planned, from, options)) {
    if (!isAsked(key) || left?.shared === leftOut || right?.shared === leftOut) continue
    if (left !== undefined) found.otherwise.push({ path: pathOfKey(key), shared: left.shared })
    else if (right?.shared.startsWith('d ') === false) found.alone.push(pathOfKey(key))
  }
  return found
}

/** What was new or changed is in no base then: both have it, and neither is known to be what both had. */
async function changedSinceEqual(
  { scans: { from } }: UndecidedRequest,
  isMeant: (change: InventoryChange) => boolean,
  options: CallOptions,
): Promise<Undecided> {
  const found = { alone: new Array<BytePath>(), otherwise: new Array<Undecided['otherwise'][number]>() }
  for await (const change of readChanges(from, options)) {
    const { key, kind, shared } = change
    if (!isMeant(change)) continue
    if (kind === 'deleted') found.otherwise.push({ path: pathOfKey(key), shared })
    else if (!shared.startsWith('d ')) found.alone.push(pathOfKey(key))
  }
  return found
}

/** The same where nothing is known of earlier. */
async function allOf(
  { kept, scans: { from } }: UndecidedRequest,
  isMeant: (entry: Pick<InventoryChange, 'key' | 'shared'>) => boolean,
  options: CallOptions,
): Promise<Undecided> {
  const alone: BytePath[] = []
  if (kept.length === 0) return { alone, otherwise: [] }
  for await (const { key, shared } of readAll(from, options))
    if (shared !== leftOut && !shared.startsWith('d ') && isMeant({ key, shared })) alone.push(pathOfKey(key))
  return { alone, otherwise: [] }
}

/** What a switch put into its place, as the target tells it. */
interface PlacedPaths {
  /** What was removed is not among them. */
  readonly paths: readonly BytePath[]
  /** Among them: nobody wrote down that they were done, and they do not look so either. */
  readonly open: readonly BytePath[]
  readonly removed: readonly BytePath[]
}

export async function readPlaced(
  machine: Machine,
  which: { readonly switchId: string; readonly scanId: string },
  options: CallOptions,
): Promise<PlacedPaths> {
  const packed = await machine.call(verb, which, options)
  const [paths, open, removed] = await Promise.all([
    unpackList(packed.paths),
    unpackList(packed.open),
    unpackList(packed.removed),
  ])
  return { paths, open, removed }
}
