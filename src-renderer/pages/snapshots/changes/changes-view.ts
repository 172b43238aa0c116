/** What the subvolumes of the panel about differences share. */
import type { TreeChangeKind } from '../../../../src-main/contract/compare-calls.ts'
import type { Snapshot } from '../../../../src-main/contract/snapshot-calls.ts'
import type { RestorePoint } from '../list/restore-points.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'

export interface ChangesPanelProps {
  readonly snapshot: Snapshot
  readonly restorePoint: RestorePoint
  readonly restorePoints: readonly RestorePoint[]
  readonly laptops: LaptopNames
  readonly home: string | undefined
  readonly nowMs: number
  readonly onLaptop: (laptop: string) => void
  readonly onChanged: (said: string) => void
}

/** What of the differences is shown, and how. */
export interface ChangesView {
  readonly shape: 'list' | 'tree'
  readonly kind: TreeChangeKind | 'all'
  readonly search: string
}
