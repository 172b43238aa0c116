/** Sorts the differences of two homes into what is copied without asking and what may need a decision. */
import { isSameExceptLinksAndFolderTime, mayHaveSameContents } from '../../inventory/same-entry.ts'
import { fieldsOf, isAtOrBelow, pathOfKey } from '../../inventory/inventory-entry.ts'
import type { Difference, SideChange } from '../compare/difference.ts'
import type { UnitOf } from './units.ts'

export interface Tally {
  added: number
  changed: number
  deleted: number
  bytes: number
}

/** A file about which only its contents can say whether anything is to be decided. */
export interface Doubt {
  readonly key: string
  readonly difference: Difference
  readonly bytes: number
}

/** What one laptop has of what differs. */
export interface Version {
  files: number
  bytes: number
  /** When the newest of them was changed, in seconds since 1970; 0 where there is none. */
  newest: number
  /** How many of those that both have are newer here. */
  newer: number
}

/** Something about which the laptop that is taken has its own opinion. */
export interface Unit {
  readonly key: string
  readonly from: Tally
  readonly to: Tally
  readonly versions: { readonly from: Version; readonly to: Version }
  /** Of git's own files there: what can be added without being work, as commits that a switch has kept. */
  readonly commits: { readonly keys: string[]; readonly tally: Tally }
  /** The topmost of what the laptop that is left deleted. */
  readonly vanished: Vanished[]
  /** The topmost of what only the laptop that is taken has. */
  readonly onlyThere: string[]
  /** Both have it, and differ. */
  readonly both: string[]
  readonly doubts: Doubt[]
}

/** What crosses without anybody being asked. */
export interface Taken {
  readonly tally: Tally
  readonly examples: Example[]
  /** The topmost of what the laptop that is left deleted. */
  readonly vanished: Vanished[]
  /** What the laptop that is taken alone has, and keeps without a question. */
  readonly keptCommits: KeptCommits[]
}

export interface KeptCommits {
  readonly unit: string
  readonly keys: readonly string[]
  /** Whether the laptop that is left changed something in it. */
  readonly isChanged: boolean
}

/** With all that was in it. */
export interface Vanished {
  readonly key: string
  items: number
  bytes: number
}

export interface Example {
  readonly key: string
  readonly kind: SideChange['kind']
  readonly count: number
  readonly bytes: number
}

export interface Collected {
  readonly units: Unit[]
  readonly taken: Taken
}

const examplesShown = 300

export interface Sorting {
  readonly unitOf: UnitOf
  /** What comes from the laptop that is left whatever the other one did. */
  readonly alwaysTaken: (key: string) => boolean
  /** In the store of a repository, or below its refs/laptops: only there to keep commits. */
  readonly isOfCommits: (key: string) => boolean
}

/**
 * Differences come in tree order,
 * so the parts of a unit follow each other and one unit at a time is enough.
 */
export async function collectUnits(
  differences: AsyncIterable<Difference>,
  { unitOf, alwaysTaken, isOfCommits }: Sorting,
): Promise<Collected> {
  const collected: Collected = { units: [], taken: { tally: newTally(), examples: [], vanished: [], keptCommits: [] } }
  let unit: Unit | undefined
  for await (const difference of differences) {
    const decided = alwaysTaken(difference.key) ? withoutOther(difference) : difference
    if (decided === undefined) continue
    if (unit === undefined || !isAtOrBelow(decided.key, unit.key)) {
      if (unit !== undefined) put(collected, unit)
      unit = newUnit(unitOf(decided.key))
    }
    if (isOfCommits(decided.key) && isAddedThere(decided)) addCommits(unit, decided)
    else addTo(unit, decided)
  }
  if (unit !== undefined) put(collected, unit)
  return collected
}

export function newTally(): Tally {
  return { added: 0, changed: 0, deleted: 0, bytes: 0 }
}

export function sizeOf(tally: Tally): number {
  return tally.added + tally.changed + tally.deleted
}

export function addTally(sum: Tally, more: Tally): void {
  sum.added += more.added
  sum.changed += more.changed
  sum.deleted += more.deleted
  sum.bytes += more.bytes
}

/** Its contents were read: is it different, and who is it that changed it? */
export function resolveDoubt(unit: Unit, { difference, key }: Doubt, isDifferent: boolean): void {
  if (!isDifferent && isAlike(difference)) return
  if (difference.from !== undefined) count(unit.from, difference.from)
  if (!isDifferent) return
  addVersions(unit, difference)
  if (difference.to !== undefined) count(unit.to, difference.to)
  if (difference.from !== undefined) unit.both.push(key)
}

/** In all but what is in it. */
export function isAlike({ from, to }: Difference): boolean {
  return from !== undefined && to !== undefined && isSameExceptLinksAndFolderTime(from.shared, to.shared)
}

function withoutOther(difference: Difference): Difference | undefined {
  const { key, from, to } = difference
  if (isAlike(difference)) return undefined
  if (from !== undefined) return { key, from }
  // The sender's version wins: what the receiver added is deleted, and what it deleted is copied again.
  if (to === undefined) return undefined
  return { key, from: { kind: to.kind === 'added' ? 'deleted' : 'changed', shared: to.shared } }
}

function newUnit(key: string): Unit {
  return {
    key,
    from: newTally(),
    to: newTally(),
    versions: { from: newVersion(), to: newVersion() },
    commits: { keys: [], tally: newTally() },
    vanished: [],
    onlyThere: [],
    both: [],
    doubts: [],
  }
}

export function newVersion(): Version {
  return { files: 0, bytes: 0, newest: 0, newer: 0 }
}

export function addVersion(sum: Version, more: Version): void {
  sum.files += more.files
  sum.bytes += more.bytes
  sum.newest = Math.max(sum.newest, more.newest)
  sum.newer += more.newer
}

function addVersions({ versions }: Unit, { from, to }: Difference): void {
  const [left, right] = [fileOf(from), fileOf(to)]
  if (left !== undefined) addVersion(versions.from, { ...left, newer: isNewer(left, right) ? 1 : 0 })
  if (right !== undefined) addVersion(versions.to, { ...right, newer: isNewer(right, left) ? 1 : 0 })
}

function fileOf(side: SideChange | undefined): Omit<Version, 'newer'> | undefined {
  if (side === undefined || side.kind === 'deleted') return undefined
  const { type, size, mtime } = fieldsOf(side.shared)
  return type === 'f' ? { files: 1, bytes: size, newest: Number(mtime) } : undefined
}

type Dated = Pick<Version, 'newest'>

function isNewer(one: Dated, other: Dated | undefined): boolean {
  return other !== undefined && one.newest > other.newest
}

function isAddedThere({ from, to }: Difference): boolean {
  return from === undefined && to?.kind === 'added'
}

function addCommits({ commits }: Unit, { key, to }: Difference): void {
  if (to !== undefined) count(commits.tally, to)
  addTopmost(commits.keys, key)
}

/** Keys come in tree order. */
function addTopmost(keys: string[], key: string): void {
  const above = keys.at(-1)
  if (above === undefined || !isAtOrBelow(key, above)) keys.push(key)
}

function addTo(unit: Unit, difference: Difference): void {
  const { key, from, to } = difference
  if (isDoubtful(difference)) {
    unit.doubts.push({ key, difference, bytes: fieldsOf((to ?? from)?.shared ?? '').size })
    return
  }
  if (from !== undefined) count(unit.from, from)
  addVersions(unit, difference)
  if (from?.kind === 'deleted') addVanished(unit.vanished, key, fieldsOf(from.shared).size)
  if (to !== undefined) count(unit.to, to)
  if (from !== undefined && to !== undefined) unit.both.push(key)
  if (isAddedThere(difference)) addTopmost(unit.onlyThere, key)
}

function addVanished(vanished: Vanished[], key: string, bytes: number): void {
  const above = vanished.at(-1)
  if (above === undefined || !isAtOrBelow(key, above.key)) vanished.push({ key, items: 1, bytes })
  else {
    above.items += 1
    above.bytes += bytes
  }
}

/** Touched or deleted there alone, or changed or added on both to files of one size. */
function isDoubtful({ from, to }: Difference): boolean {
  if (to === undefined) return false
  // What both have deleted, one of them before they were last equal, is not to be decided.
  if (from === undefined) return to.kind === 'touched' || to.kind === 'deleted'
  if (from.kind === 'deleted' || to.kind === 'deleted') return false
  return mayHaveSameContents(from.shared, to.shared)
}

function count(tally: Tally, { kind, shared }: SideChange): void {
  if (kind === 'added') tally.added += 1
  else if (kind === 'deleted') tally.deleted += 1
  else tally.changed += 1
  if (kind !== 'deleted') tally.bytes += fieldsOf(shared).type === 'f' ? fieldsOf(shared).size : 0
}

function put({ units, taken }: Collected, unit: Unit): void {
  if (isOpen(unit) || unit.doubts.length > 0) units.push(unit)
  else take(taken, unit)
}

/** Whether the laptop that is taken did something, or has kept commits in what would go. */
export function isOpen({ to, vanished, commits }: Unit): boolean {
  return sizeOf(to) > 0 || vanished.some(({ key }) => commits.keys.some((one) => isAtOrBelow(one, key)))
}

/** Where something else changed there too, all that is there is decided together. */
export function withCommits(unit: Unit): Unit {
  const { keys, tally } = unit.commits
  const to = newTally()
  addTally(to, unit.to)
  addTally(to, tally)
  return { ...unit, to, onlyThere: [...unit.onlyThere, ...keys].sort() }
}

/** The unit turns out to need no decision. */
export function take(taken: Taken, unit: Unit): void {
  const items = sizeOf(unit.from)
  const { keys } = unit.commits
  if (keys.length > 0) taken.keptCommits.push({ unit: unit.key, keys, isChanged: items > 0 })
  if (items === 0) return
  addTally(taken.tally, unit.from)
  taken.vanished.push(...unit.vanished)
  if (taken.examples.length >= examplesShown) return
  const { added, deleted, bytes } = unit.from
  const kind = deleted === items ? 'deleted' : added === items ? 'added' : 'changed'
  taken.examples.push({ key: unit.key, kind, count: items, bytes })
}

export function pathsOf(keys: readonly string[]): string[] {
  return keys.map(pathOfKey)
}
