/**
 * What the laptop that is left did to things that stay otherwise on the other one, and that nobody was asked about: to what was
 * to be kept, since that was decided; to what changed there during the switch, since both were equal. It counts as a change of
 * that laptop, so that the way back asks before the other version takes its place.
 */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Answers } from '../../../../contract/preview.ts'
import type { CallOptions, Machine } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { keyOfPath, leftOut, pathOfKey } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { readPlaced as verb } from '../../verbs.ts'
import { joinDifferences, readChanges, type Scans } from '../compare/read-entries.ts'
import { keptPaths, type HomePlan } from '../plan/plan.ts'
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
  const isPlaced = await placedBySwitch(pair, request, options)
  const isKept = createCover(kept)
  const isUndecided = (key: string) => isKept(key) && !isChosen(key) && !isPlaced(pathOfKey(key))
  // What was new on both, and equal, is in no base: only the plan knows that it is gone since. Nor does what came and stays
  // since then have what the laptop that is left did to it afterwards.
  const isAlone = createCover(alone)
  const [decided, never] = [
    await changedSincePlan(request, (key) => isKept(key) || isAlone(key), options),
    plan.base === undefined
      ? { alone: kept.filter((path) => isUndecided(keyOfPath(path))), otherwise: [] }
      : await changedSinceEqual(request, isUndecided, options),
  ]
  const byPath = new Map([...decided.otherwise, ...never.otherwise].map((one) => [one.path, one]))
  return {
    alone: [...new Set([...decided.alone, ...never.alone])],
    otherwise: [...byPath.values()].toSorted((one, other) => (keyOfPath(one.path) < keyOfPath(other.path) ? -1 : 1)),
  }
}

/** What came, and is still what came. */
async function placedBySwitch(
  pair: Pair,
  { switchId, scans }: UndecidedRequest,
  options: CallOptions,
): Promise<(path: BytePath) => boolean> {
  const { scanId } = scans.to.scan
  const placed = await readPlaced(pair.to, { switchId, scanId }, options)
  const isOpen = new Set(placed.open)
  const isPlaced = new Set(placed.paths.filter((path) => !isOpen.has(path)))
  return (path) => isPlaced.has(path)
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
  isAsked: (key: string) => boolean,
  options: CallOptions,
): Promise<Undecided> {
  const found = { alone: new Array<BytePath>(), otherwise: new Array<Undecided['otherwise'][number]>() }
  for await (const { key, kind, shared } of readChanges(from, options)) {
    if (!isAsked(key)) continue
    if (kind === 'deleted') found.otherwise.push({ path: pathOfKey(key), shared })
    else if (!shared.startsWith('d ')) found.alone.push(pathOfKey(key))
  }
  return found
}

/** What a switch put into its place, as the laptop that is taken tells it. */
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
