import type { RollbackSubvolume } from '../../../contract/rollback-calls.ts'

/** What differs between a snapshot of a subvolume and now; undefined when it cannot be compared. */
export type CompareWithNow = (
  laptop: string,
  subvolume: string,
  setId: string,
) => Promise<Pick<RollbackSubvolume, 'counts' | 'disappears'> | undefined>
