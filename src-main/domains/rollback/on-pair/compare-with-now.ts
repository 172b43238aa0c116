import type { ChangeCounts } from '../../../contract/compare-calls.ts'
import type { NamedPaths } from '../../../contract/rollback-calls.ts'

export interface ComparedWithNow {
  readonly counts: ChangeCounts
  /** What exists only now. */
  readonly disappears: NamedPaths
  /** What exists no more. */
  readonly returns: NamedPaths
  /** What has other contents now. */
  readonly changed: NamedPaths
}

/** What differs between a snapshot of a subvolume and now; undefined when it cannot be compared. */
export type CompareWithNow = (laptop: string, subvolume: string, setId: string) => Promise<ComparedWithNow | undefined>
