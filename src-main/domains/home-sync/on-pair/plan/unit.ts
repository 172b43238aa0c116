/** What differs below one path, about which people decide as one. */
import {
  fieldsOf,
  isAtOrBelow,
  haveSameRights,
  isSameExceptLinksAndFolderTime,
  mayHaveSameContents,
} from '../../inventory/inventory-entry.ts'
import { bytesOf, type Difference } from '../compare/difference.ts'
import type { KinKind } from '../../../../commons/file-sets/what-makes-one.ts'
import { addToFingerprint, newFingerprint, type Fingerprint } from './fingerprint.ts'
import {
  addTally,
  addVersions,
  countChange,
  countEffect,
  newEffects,
  newTally,
  newVersion,
  sizeOf,
  type Effects,
  type Tally,
  type Versions,
} from './tally.ts'

/** A file about which only its contents, of now or of when both were equal, can say whether anything is to be decided. */
export interface Doubt {
  readonly key: string
  readonly difference: Difference
  readonly bytes: number
}

/** Something about which the target has its own opinion. */
export interface Unit {
  readonly key: string
  /** What is decided with it: itself, or all paths of a set of files. */
  readonly members: readonly string[]
  /** A file by itself. */
  isFile: boolean
  /** Several files that are of one thing by their names alone. */
  readonly kin?: KinKind
  /** Comes from the source whatever the target did. */
  readonly isAlwaysTaken: boolean
  readonly from: Tally
  readonly to: Tally
  readonly versions: Versions
  readonly effects: Effects
  /** What was added there without being work: git's own files, as commits that a switch has kept, versions kept beside others, and folders of sockets. */
  readonly kept: { readonly topmost: Topmost[]; readonly tally: Tally }
  /** The topmost of what the source deleted. */
  readonly vanished: Topmost[]
  /** The topmost of what only the target has. */
  readonly onlyThere: Topmost[]
  /** Both have it, and differ. */
  readonly both: string[]
  readonly doubts: Doubt[]
  /** How many of them look the same on both, may have been changed by either, and are too much for a plan to read. */
  unread: number
  /** Of both versions of all that differs. */
  readonly fingerprint: Fingerprint
  /** Of those of the target. */
  readonly fingerprintThere: Fingerprint
}

/** With all that was in it. */
export interface Topmost {
  readonly key: string
  items: number
  bytes: number
}

export function newUnit(key: string, isAlwaysTaken: boolean, members: readonly string[] = [key]): Unit {
  return {
    key,
    members,
    isFile: false,
    isAlwaysTaken,
    from: newTally(),
    to: newTally(),
    versions: { from: newVersion(), to: newVersion() },
    effects: newEffects(),
    kept: { topmost: [], tally: newTally() },
    vanished: [],
    onlyThere: [],
    both: [],
    doubts: [],
    unread: 0,
    fingerprint: newFingerprint(),
    fingerprintThere: newFingerprint(),
  }
}

export function addTo(unit: Unit, difference: Difference): void {
  const { key, from, to } = difference
  print(unit, difference)
  if (key === unit.key && unit.members.length === 1) unit.isFile = fieldsOf((from ?? to)?.shared ?? '').type === 'f'
  if (isDoubtful(difference)) {
    unit.doubts.push({ key, difference, bytes: Math.max(...[from, to].map((side) => (side ? bytesOf(side) : 0))) })
    return
  }
  if (from !== undefined) countChange(unit.from, from)
  addVersions(unit.versions, difference)
  countEffect(unit.effects, difference)
  if (from?.kind === 'deleted') addTopmost(unit.vanished, key, bytesOf(from))
  if (to !== undefined) countChange(unit.to, to)
  if (from !== undefined && to !== undefined) unit.both.push(key)
  if (to !== undefined && isAddedThere(difference)) addTopmost(unit.onlyThere, key, bytesOf(to))
}

/** Into a folder that the target alone has, the source may put something until it is copied. */
export function addKept(unit: Unit, difference: Difference): void {
  const { kept, isAlwaysTaken } = unit
  const { key, to } = difference
  if (to === undefined) return
  print(unit, difference)
  if (isAlwaysTaken && fieldsOf(to.shared).type === 'd') return
  countChange(kept.tally, to)
  addTopmost(kept.topmost, key, bytesOf(to))
}

function print({ fingerprint, fingerprintThere }: Unit, { key, from, to }: Difference): void {
  for (const text of [key, from?.kind, from?.shared, to?.kind, to?.shared]) addToFingerprint(fingerprint, text ?? '')
  if (to === undefined) return
  for (const text of [key, to.kind, to.shared]) addToFingerprint(fingerprintThere, text)
}

/** Who changed a file, as far as its contents and what is attached to it tell. neither: both have the same. */
export type ChangedBy = 'neither' | 'from' | 'to' | 'both'

export function resolveDoubt(unit: Unit, { difference, key }: Doubt, changedBy: ChangedBy): void {
  const { from, to } = difference
  if (changedBy === 'neither') {
    if (from === undefined || isAlike(difference)) return
    countChange(unit.from, from)
    countEffect(unit.effects, difference)
    return
  }
  const [ofFrom, ofTo] = [changedBy === 'to' ? undefined : from, changedBy === 'from' ? undefined : to]
  const counted = {
    key,
    ...(ofFrom === undefined ? {} : { from: ofFrom }),
    ...(ofTo === undefined ? {} : { to: ofTo }),
  }
  countEffect(unit.effects, counted)
  addVersions(unit.versions, counted)
  if (ofFrom !== undefined) countChange(unit.from, ofFrom)
  if (ofTo !== undefined) countChange(unit.to, ofTo)
  if (ofFrom !== undefined && ofTo !== undefined) unit.both.push(key)
}

/** In all but what is in it. */
export function isAlike({ from, to }: Difference): boolean {
  return from !== undefined && to !== undefined && isSameExceptLinksAndFolderTime(from.shared, to.shared)
}

/** Whether the target did something, or has kept commits in what would go. */
export function isOpen({ to, vanished, kept, isAlwaysTaken }: Unit): boolean {
  if (isAlwaysTaken) return false
  return sizeOf(to) > 0 || vanished.some(({ key }) => kept.topmost.some((one) => isAtOrBelow(one.key, key)))
}

/** Where something else changed there too, all that is there is decided together. */
export function withKept(unit: Unit): Unit {
  const { topmost, tally } = unit.kept
  const to = newTally()
  addTally(to, unit.to)
  addTally(to, tally)
  const { remove, bytesGone } = unit.effects
  const effects = { ...unit.effects, remove: remove + tally.added, bytesGone: bytesGone + tally.bytes }
  const onlyThere = [...unit.onlyThere, ...topmost].sort((one, other) => (one.key < other.key ? -1 : 1))
  return { ...unit, to, effects, onlyThere }
}

export function isAddedThere({ from, to }: Difference): boolean {
  return from === undefined && to?.kind === 'added'
}

/** Keys come in tree order. */
export function addTopmost(topmost: Topmost[], key: string, bytes: number): void {
  const above = topmost.at(-1)
  if (above === undefined || !isAtOrBelow(key, above.key)) topmost.push({ key, items: 1, bytes })
  else {
    above.items += 1
    above.bytes += bytes
  }
}

/** Touched on one of them, deleted there alone, or changed or added on both to files that may be the same. */
function isDoubtful(difference: Difference): boolean {
  const { from, to } = difference
  if (to === undefined) return false
  // What both have deleted, one of them before they were last equal, is not to be decided.
  if (from === undefined) return to.kind === 'touched' || to.kind === 'deleted'
  if (from.kind === 'deleted' || to.kind === 'deleted') return false
  return from.kind === 'touched' || to.kind === 'touched' || mayBeSame(difference)
}

/** Whether reading both can still find that nothing is to be decided: files of one size, which the same people may use. */
export function mayBeSame({ from, to, isFirst = false }: Difference): boolean {
  if (from === undefined || to === undefined) return true
  return mayHaveSameContents(from.shared, to.shared) && (isFirst || haveSameRights(from.shared, to.shared))
}
