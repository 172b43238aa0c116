import { withPlace, type Keeper, type OpenedRegistry } from '../../../commons/places/on-machine/open-place.ts'
import type { PlaceHost } from '../../../commons/places/on-machine/place-host.ts'
import { findPlace, readPlaces } from '../../../commons/places/on-machine/places-file.ts'
import { listTags } from '../../../commons/places/on-machine/registry/registry-requests.ts'
import { placesMessages } from '../../../commons/places/messages.ts'
import { keepsCopies, type CopyPlace, type KeptPlace } from '../../../commons/places/schemas.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { copiesOnDisk } from './copies-on-disk.ts'
import { copiesInStore } from './copies-in-store.ts'
import type { OpenedCopies } from './opened-copies.ts'

/** Those that can keep copies. AppError "state-unreadable". */
export const readCopyPlaces = (stateFolder: string): readonly CopyPlace[] => readPlaces(stateFolder).filter(keepsCopies)

/** AppErrors "not-found", "invalid-input" for a registry. */
export function findCopyPlace(stateFolder: string, name: string): CopyPlace {
  const place = findPlace(stateFolder, name)
  if (!keepsCopies(place)) throw placesMessages.bundlesAlone({ place: name })
  return place
}

const keeper: Keeper<OpenedCopies> = { disk: copiesOnDisk, store: copiesInStore, registry: noCopies }

export const withCopies = <T>(
  host: PlaceHost,
  at: KeptPlace,
  options: RunOptions,
  work: (open: OpenedCopies) => Promise<T>,
): Promise<T> => withPlace({ host, at, options }, keeper, work)

/** A registry has none: it is seen whether it answers. */
function noCopies({ at, options, room, registry }: OpenedRegistry): OpenedCopies {
  const refuse = () => Promise.reject(placesMessages.bundlesAlone({ place: at.name }))
  const list = () => listTags(registry, at.name, options).then(() => [])
  const not = { put: refuse, get: refuse, remove: refuse, prove: refuse, sweep: refuse, open: refuse, isBuiltOn: false }
  return { ...not, list, others: () => [], room }
}
