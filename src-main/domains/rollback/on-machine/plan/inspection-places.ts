import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import type { SystemPlace } from './check-system.ts'

/** The places that decide whether a laptop can be rolled back. Tests have their own. */
export interface InspectionPlaces {
  readonly places: Places
  /** Titles of areas, by ID. */
  readonly titles: ReadonlyMap<string, string>
  readonly fstab: string
  readonly system: Omit<SystemPlace, 'snapshot'>
}
