import type { PlaceHost } from '../../../commons/places/on-machine/place-host.ts'
import { findPlace, readPlaces } from '../../../commons/places/on-machine/places-file.ts'
import { placesMessages } from '../../../commons/places/messages.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { CopyPlace } from '../schemas.ts'
import { withDisk } from './disk-place.ts'
import type { OpenedPlace } from './open-place.ts'
import { withStore } from './store-place.ts'

/** Those that can keep copies. AppError "state-unreadable". */
export const readCopyPlaces = (stateFolder: string): readonly CopyPlace[] =>
  readPlaces(stateFolder).flatMap((place) => (place.kind === 'registry' ? [] : [place]))

/** AppErrors "not-found", "invalid-input" for a registry. */
export function findCopyPlace(stateFolder: string, name: string): CopyPlace {
  const place = findPlace(stateFolder, name)
  if (place.kind === 'registry') throw placesMessages.bundlesAlone({ place: name })
  return place
}

/** AppError "unreachable" when a disk is not attached; for a store whatever restic says. */
export function withPlace<T>(
  host: PlaceHost,
  place: CopyPlace,
  options: RunOptions,
  work: (open: OpenedPlace) => Promise<T>,
): Promise<T> {
  return place.kind === 'disk' ? withDisk(host, place, options, work) : withStore(host, place, options, work)
}
