/** What differs of two homes, counted. */
import { fieldsOf } from '../../inventory/inventory-entry.ts'
import { bytesOf, type Difference, type SideChange, effectOf } from '../compare/difference.ts'

export interface Tally {
  added: number
  changed: number
  deleted: number
  bytes: number
}

/** What one laptop has of what differs. */
export interface TalliedVersion {
  files: number
  bytes: number
  /** When the newest of them was changed, in seconds since 1970; 0 where there is none. */
  newest: number
  /** How many of those that both have are newer here. */
  newer: number
}

/** Of both laptops. */
export interface Versions {
  readonly from: TalliedVersion
  readonly to: TalliedVersion
}

/** What the target gets and loses when it becomes as the source is. */
export interface Effects {
  add: number
  update: number
  remove: number
  /** Of the files that go. */
  bytesGone: number
}

export function newEffects(): Effects {
  return { add: 0, update: 0, remove: 0, bytesGone: 0 }
}

export function addEffects(sum: Effects, more: Effects): void {
  sum.add += more.add
  sum.update += more.update
  sum.remove += more.remove
  sum.bytesGone += more.bytesGone
}

export function countEffect(effects: Effects, difference: Difference): void {
  const effect = effectOf(difference)
  if (effect === undefined) return
  effects[effect] += 1
  // Where the source deleted it, the target may have written more to it since.
  const gone = difference.to ?? difference.from
  if (effect === 'remove' && gone !== undefined) effects.bytesGone += bytesOf(gone)
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

export function countChange(tally: Tally, change: SideChange): void {
  const { kind } = change
  if (kind === 'added') tally.added += 1
  else if (kind === 'deleted') tally.deleted += 1
  else tally.changed += 1
  if (kind !== 'deleted') tally.bytes += bytesOf(change)
}

export function newVersion(): TalliedVersion {
  return { files: 0, bytes: 0, newest: 0, newer: 0 }
}

export function addVersion(sum: TalliedVersion, more: TalliedVersion): void {
  sum.files += more.files
  sum.bytes += more.bytes
  sum.newest = Math.max(sum.newest, more.newest)
  sum.newer += more.newer
}

export function addVersions(versions: Versions, { from, to }: Difference): void {
  const [left, right] = [fileOf(from), fileOf(to)]
  if (left !== undefined) addVersion(versions.from, { ...left, newer: isNewer(left, right) ? 1 : 0 })
  if (right !== undefined) addVersion(versions.to, { ...right, newer: isNewer(right, left) ? 1 : 0 })
}

function fileOf(side: SideChange | undefined): Omit<TalliedVersion, 'newer'> | undefined {
  if (side === undefined || side.kind === 'deleted') return undefined
  const { type, size, mtime } = fieldsOf(side.shared)
  return type === 'f' ? { files: 1, bytes: size, newest: Number(mtime) } : undefined
}

type Dated = Pick<TalliedVersion, 'newest'>

function isNewer(one: Dated, other: Dated | undefined): boolean {
  return other !== undefined && one.newest > other.newest
}
