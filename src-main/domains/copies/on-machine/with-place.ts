import type { RunOptions } from '../../../tools/run.ts'
import type { CopyPlace } from '../schemas.ts'
import { withDisk } from './disk-place.ts'
import type { OpenedPlace, PlaceHost } from './open-place.ts'
import { withStore } from './store-place.ts'

/** AppError "unreachable" when a disk is not attached; for a store whatever restic says. */
export function withPlace<T>(
  host: PlaceHost,
  place: CopyPlace,
  options: RunOptions,
  work: (open: OpenedPlace) => Promise<T>,
): Promise<T> {
  return place.kind === 'disk' ? withDisk(host, place, options, work) : withStore(host, place, options, work)
}
