import type { AreaId } from '../snapshot-sets/schemas.ts'

/**
 * Something a person knows a subvolume for. The system and /home are there on every laptop and a switch needs snapshots
 * of both (commons/snapshot-sets/areas.ts); a capability adds its own.
 */
export interface Area {
  readonly id: AreaId
  /** Within a sentence: "home". */
  readonly name: string
  /** By itself: "Home files". */
  readonly title: string
  /** Where there is little room; the title unless told otherwise. */
  readonly shortTitle?: string
  /** A folder that is in it. */
  readonly folder: string
}
