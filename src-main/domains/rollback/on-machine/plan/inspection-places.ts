import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import type { SystemPlace } from './check-system.ts'

/** What of the laptop decides whether it can be rolled back; tests have their own. */
export interface InspectionPlaces {
  readonly places: Places
  /** What subvolumes are called that hold an area, by its id. */
  readonly titles: ReadonlyMap<string, string>
  readonly fstab: string
  readonly system: Omit<SystemPlace, 'snapshot'>
}
