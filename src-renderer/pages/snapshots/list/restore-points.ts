/** Snapshots of both laptops that belong together, as one restorePoint. Pure. */
import type { FreedSpace, Snapshot, SnapshotSubvolume } from '../../../../src-main/contract/snapshot-calls.ts'
import { formatGigabytes } from '../../../format/amount.ts'
import { capitalized } from '../../../format/time.ts'
import { groupBy } from '../../../../src-main/kernel/group-by.ts'
import { texts } from './texts.ts'

export interface RestorePoint {
  readonly key: string
  readonly at: string
  readonly reason: Snapshot['reason']
  readonly from: string | undefined
  readonly to: string | undefined
  /** In the words of whoever took it; empty without. */
  readonly note: string
  readonly pinned: boolean
  readonly snapshots: readonly Snapshot[]
}

/** Newest first. Those of one group and one reason are one restorePoint, the others each their own. */
export function restorePointsOf(snapshots: readonly Snapshot[]): readonly RestorePoint[] {
  const groups = groupBy(snapshots, ({ groupId, switchId, laptop, id, reason }) => {
    const shared = groupId ?? switchId
    return shared === undefined ? `${laptop}:${id}` : keyOfGroup(shared, reason)
  })
  return [...groups].map(([key, group]) => momentOf(key, group)).toSorted((a, b) => b.at.localeCompare(a.at))
}

/** Of the restore point that was made before a switch. */
export function keyBeforeSwitch(switchId: string): string {
  return keyOfGroup(switchId, 'before-switch')
}

function keyOfGroup(shared: string, reason: Snapshot['reason']): string {
  return `${shared}:${reason}`
}

function momentOf(key: string, group: readonly Snapshot[]): RestorePoint {
  const inTime = group.toSorted((a, b) => a.at.localeCompare(b.at))
  const [first] = inTime
  return {
    key,
    at: first?.at ?? '',
    reason: first?.reason ?? 'unknown',
    from: first?.from,
    to: first?.to,
    note: first?.description ?? '',
    pinned: inTime.some(({ pinned }) => pinned),
    snapshots: inTime,
  }
}

/** One row of the list: a restore point, or those before and after one switch, the earlier one first. */
export interface ListedPoint {
  readonly key: string
  /** Of the newest of them. */
  readonly at: string
  readonly first: RestorePoint
  readonly points: readonly RestorePoint[]
}

/** In the order of what they are made of. */
export function listedPoints(restorePoints: readonly RestorePoint[]): readonly ListedPoint[] {
  const rows = groupBy(restorePoints, (point) => switchOf(point) ?? point.key)
  return [...rows].flatMap(([key, group]) => {
    const points = group.toSorted((a, b) => a.at.localeCompare(b.at))
    const [first, last] = [points[0], points.at(-1)]
    return first === undefined || last === undefined ? [] : [{ key, at: last.at, first, points }]
  })
}

/** What is shown of itself: of the newest row the earlier one, as who goes back from a switch goes to what was before it. */
export function pointToOpen(restorePoints: readonly RestorePoint[]): RestorePoint | undefined {
  return listedPoints(restorePoints.filter(isOurs))[0]?.first ?? restorePoints[0]
}

/** Before and after the same switch as this one, itself among them. */
export function pointsOfSwitch(restorePoints: readonly RestorePoint[], of: RestorePoint): readonly RestorePoint[] {
  const switchId = switchOf(of)
  if (switchId === undefined) return [of]
  return restorePoints.filter((one) => switchOf(one) === switchId).toSorted((a, b) => a.at.localeCompare(b.at))
}

function switchOf({ reason, snapshots }: RestorePoint): string | undefined {
  return reason === 'before-switch' || reason === 'after-switch' ? snapshots[0]?.switchId : undefined
}

/** "Before switching", "Made by Timeshift" */
export function reasonText({ reason, snapshots }: Pick<RestorePoint, 'reason' | 'snapshots'>): string {
  const tool = snapshots[0]?.tool
  return reason === 'foreign' && tool !== undefined
    ? (texts.madeBy[tool] ?? texts.reasons.foreign)
    : texts.reasons[reason]
}

/** What can be done with it: only what pc-switcher took and can read. */
export function isOurs({ reason, snapshots }: RestorePoint): boolean {
  return reason !== 'foreign' && reason !== 'unknown' && snapshots.every(({ readable }) => readable)
}

/** Another tool's, or taken by hand. */
export const isForeign = ({ reason }: RestorePoint): boolean => reason === 'foreign'

export const restorePointFilters = ['all', 'own', 'foreign', 'pinned'] as const
export type RestorePointFilter = (typeof restorePointFilters)[number]

/** `textOf` is everything that is to be seen of one. */
export function filterRestorePoints(
  restorePoints: readonly RestorePoint[],
  filter: RestorePointFilter,
  wanted: string,
  textOf: (restorePoint: RestorePoint) => string,
): readonly RestorePoint[] {
  const words = wanted
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return restorePoints.filter((restorePoint) => {
    if (filter === 'own' && isForeign(restorePoint)) return false
    if (filter === 'foreign' && !isForeign(restorePoint)) return false
    if (filter === 'pinned' && !restorePoint.pinned) return false
    if (words.length === 0) return true
    const text = textOf(restorePoint).toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** All together: exact only when every one is, unknown when none is known. */
export function spaceOf(snapshots: readonly Pick<Snapshot, 'space'>[]): FreedSpace {
  const known = snapshots.flatMap(({ space }) => (space.kind === 'unknown' ? [] : [space]))
  if (known.length === 0) return { kind: 'unknown' }
  const bytes = known.reduce((sum, space) => sum + space.bytes, 0)
  const exact = known.length === snapshots.length && known.every(({ kind }) => kind === 'exact')
  return { kind: exact ? 'exact' : 'estimate', bytes }
}

/** What two share is held by neither alone, so that both together hold more than the sum. */
export function spaceOfRow(points: readonly RestorePoint[]): FreedSpace {
  const space = spaceOf(points.flatMap(({ snapshots }) => snapshots))
  return points.length > 1 && space.kind === 'exact' ? { kind: 'estimate', bytes: space.bytes } : space
}

/** "1.5 GB", "about 25.0 MB", "" */
export function spaceText(space: FreedSpace): string {
  if (space.kind === 'unknown') return ''
  const amount = formatGigabytes(space.bytes)
  return space.kind === 'exact' ? amount : texts.about(amount)
}

/** What each laptop has deleted and not yet given back, as a sentence after others; "" when all of it is free. */
export function pendingText(amounts: readonly (number | undefined)[]): string {
  const known = amounts.filter((bytes) => bytes !== undefined)
  if (known.length === 0) return ''
  const bytes = known.reduce((sum, one) => sum + one, 0)
  // Nobody has measured it.
  if (bytes === 0) return ` ${texts.freedSoon}`
  const amount = formatGigabytes(bytes)
  return ` ${texts.amountFreedSoon(capitalized(amount))}`
}

/** Those that can be rolled back by themselves: what lies inside another goes with it. */
export const topSubvolumes = (subvolumes: readonly SnapshotSubvolume[]): readonly SnapshotSubvolume[] =>
  subvolumes.filter(({ subvolume }) => !subvolume.startsWith('nested/'))

/** "on both laptops", "on P17 only", "on P17" */
export function whereText({ snapshots }: RestorePoint, labelOf: (name: string) => string, laptops: number): string {
  const names = [...new Set(snapshots.map(({ laptop }) => laptop))]
  if (names.length > 1) return texts.onBoth
  const label = labelOf(names[0] ?? '')
  return laptops > 1 ? texts.onOnly(label) : texts.onOne(label)
}

/** As many as the list has rows. */
export function countText(restorePoints: readonly RestorePoint[]): string {
  const { length } = listedPoints(restorePoints)
  return length === 0 ? texts.noRestorePoints : texts.restorePointCount(length)
}
