import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import type { SystemPlace } from './check-system.ts'

/** What of the laptop decides whether it can be rolled back; tests have their own. */
export interface InspectionPlaces {
  readonly places: Places
  readonly fstab: string
  readonly system: Omit<SystemPlace, 'snapshot'>
}
