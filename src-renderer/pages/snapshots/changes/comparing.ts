/** Which two trees are compared for what the person has chosen. Pure. */
import type { Snapshot } from '../../../../src-main/contract/snapshot-calls.ts'
import type { Option } from '../../../components/choose.tsx'
import { formatPoint, formatShortPoint } from '../../../format/time.ts'
import type { Comparison } from '../../../stores/comparisons-store.ts'
import type { RestorePoint } from '../list/restore-points.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import { texts } from './texts.ts'

export interface ShownComparison {
  readonly comparison: Comparison
  /** Whether the snapshot that the page is about is the earlier of the two. */
  readonly snapshotIs: 'earlier' | 'later'
}

/** `against` is "now" or another snapshot of the same laptop. */
export function pairingOf(
  snapshot: Snapshot,
  subvolume: string,
  against: string,
  others: readonly Snapshot[],
): ShownComparison {
  const { laptop, id } = snapshot
  const other = others.find((one) => one.id === against)
  if (other !== undefined && other.at < snapshot.at)
    return { comparison: { laptop, subvolume, one: other.id, other: id }, snapshotIs: 'later' }
  return { comparison: { laptop, subvolume, one: id, other: against }, snapshotIs: 'earlier' }
}

/** Other snapshots of that laptop that have the subvolume, newest first. */
export function othersWith(
  restorePoints: readonly RestorePoint[],
  snapshot: Snapshot,
  subvolume: string,
): readonly Snapshot[] {
  return restorePoints.flatMap(({ reason, snapshots }) =>
    reason === 'foreign'
      ? []
      : snapshots.filter(
          ({ laptop, id, readable, subvolumes }) =>
            readable &&
            laptop === snapshot.laptop &&
            id !== snapshot.id &&
            subvolumes.some((one) => one.subvolume === subvolume),
        ),
  )
}

/** What the choices are called: the label of the laptop, and how a restore point came about. */
export interface PointWords {
  readonly label: string
  readonly nowMs: number
  readonly wayOf: (restorePoint: RestorePoint) => string
}

export function againstOptions(
  others: readonly Snapshot[],
  restorePoints: readonly RestorePoint[],
  { label, nowMs, wayOf }: PointWords,
): readonly Option[] {
  const ways = new Map(
    restorePoints.flatMap((restorePoint) => restorePoint.snapshots.map(({ id }) => [id, wayOf(restorePoint)])),
  )
  return [
    { id: 'now', label: texts.now(label) },
    ...others.map(({ id, at }) => ({
      id,
      label: `${formatPoint(at, nowMs)}, ${ways.get(id) ?? ''}`,
      group: texts.otherSnapshots(label),
    })),
  ]
}

/** The chosen one first, then the other subvolumes against now, so that their numbers are there before one asks. */
export function wantedComparisons(chosen: Comparison, snapshot: Snapshot): readonly Comparison[] {
  if (chosen.other !== 'now') return [chosen]
  const rest = snapshot.subvolumes
    .filter(({ subvolume }) => subvolume !== chosen.subvolume)
    .map(({ subvolume }) => ({ ...chosen, subvolume }))
  return [chosen, ...rest]
}

/** What stands above a side: a snapshot, or the laptop as it is now. */
export function sideWords(
  id: string,
  laptop: string,
  snapshots: readonly Snapshot[],
  laptops: LaptopNames,
): { readonly label: string; readonly word: string } {
  if (id === 'now') return { label: laptops.labelOf(laptop), word: texts.nowWord }
  const at = snapshots.find((one) => one.id === id)?.at
  return { label: texts.snapshot, word: at === undefined ? '' : formatShortPoint(at) }
}
