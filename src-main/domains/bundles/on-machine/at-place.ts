/** Bundles in a place of the person's: on a btrfs disk, in a store of restic's, or in a registry. */
import {
  isAway as isPlaceAway,
  isNotReached as isPlaceNotReached,
} from '../../../commons/places/on-machine/place-errors.ts'
import type { PlaceHost } from '../../../commons/places/on-machine/place-host.ts'
import { findPlace, readPlaces } from '../../../commons/places/on-machine/places-file.ts'
import { registryOf } from '../../../commons/places/on-machine/registry/open-registry.ts'
import { reachStore, storeOf } from '../../../commons/places/on-machine/store/open-store.ts'
import { identityOfPlace, type KeptPlace } from '../../../commons/places/schemas.ts'
import type { BundleId } from '../../../contract/bundles-calls.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import type { LongOptions } from '../../../tools/restic/restic.ts'
import type { RunOptions } from '../../../tools/run.ts'
import {
  bundleText,
  unreadableDigest,
  type BundleFacts,
  type BundleHead,
  type NamedContents,
  type WantedBundle,
} from '../schemas.ts'
import type { BundleWhere, MovedByPlace } from '../verbs.ts'
import type { MoveWork } from './arrive.ts'
import { readBundles } from './bundle-folders.ts'
import { forgetElsewhere, noteDamagedElsewhere } from './bundle-proofs.ts'
import {
  findOthersOnDisk,
  getFromDisk,
  isOnDisk,
  listOnDisk,
  putOnDisk,
  removeFromDisk,
  type OnDisk,
} from './disk-bundles.ts'
import {
  getFromRegistry,
  isInRegistry,
  listInRegistry,
  putInRegistry,
  removeFromRegistry,
  type InRegistry,
} from './registry-bundles.ts'
import { getFromStore, isInStore, listInStore, putInStore, removeFromStore, type InStore } from './store-bundles.ts'

export interface BundlePlaceRequest {
  readonly host: PlaceHost
  readonly place: string
}

interface ByKind<T> {
  readonly disk: (at: OnDisk) => T
  readonly store: (at: InStore) => Promise<Awaited<T>>
  readonly registry: (at: InRegistry) => T
}

/** AppErrors "not-found", "state-unreadable". */
const placeOf = ({ host, place }: BundlePlaceRequest): KeptPlace => findPlace(host.stateFolder, place)

async function byKind<T>(
  request: BundlePlaceRequest,
  { disk, store, registry }: ByKind<Promise<T>>,
  options: RunOptions,
): Promise<T> {
  const { host } = request
  const at = placeOf(request)
  if (at.kind === 'disk') return disk({ host, at })
  if (at.kind === 'registry') return registry({ host, at, registry: registryOf(host, at) })
  await reachStore(host, at, options)
  return store({ host, at, store: storeOf(host, at) })
}

/** By which a place is known whatever it is called. AppError "not-found". */
export const identityOf = (request: BundlePlaceRequest): string => identityOfPlace(placeOf(request))

export function whereIs(request: BundlePlaceRequest): BundleWhere & { readonly keepsAll: boolean } {
  const at = placeOf(request)
  if (at.kind === 'disk') return { kind: 'disk', fsUuid: at.fsUuid, keepsAll: false }
  return { kind: at.kind, keepsAll: at.kind === 'store' && at.keepsAll === true }
}

/**
 * Every place that may be that one, whatever it is called here: any store for a store, any registry for a registry, and what is no place any more. It is
 * still tried there once nothing else has the bundle.
 */
export function doubtPlaceOf(
  { stateFolder }: PlaceHost,
  { where, ...head }: NamedContents & { readonly where: BundleWhere },
): void {
  const names = Object.keys(knownHere(stateFolder, head)?.elsewhere?.places ?? {})
  const places = names.length === 0 ? [] : readPlaces(stateFolder)
  for (const place of names) {
    const at = places.find(({ name }) => name === place)
    const isOther =
      at !== undefined &&
      (at.kind !== where.kind || (at.kind === 'disk' && where.kind === 'disk' && at.fsUuid !== where.fsUuid))
    if (!isOther) noteDamagedElsewhere(stateFolder, head.bundle, place)
  }
}

function knownHere(stateFolder: string, { bundle, digest }: NamedContents): BundleFacts | undefined {
  return readBundles(stateFolder).find(
    ({ head }) => bundleText(head.bundle) === bundleText(bundle) && [head.digest, unreadableDigest].includes(digest),
  )
}

/** AppError "locked" while something reads it. */
export async function removeAtPlace(
  request: BundlePlaceRequest,
  head: NamedContents,
  options: LongOptions,
): Promise<void> {
  const { host, place } = request
  await byKind(
    request,
    {
      disk: (at) => removeFromDisk(at, head, options),
      store: (at) => removeFromStore(at, head, options),
      registry: (at) => removeFromRegistry(at, head, options),
    },
    options,
  )
  if (knownHere(host.stateFolder, head)) forgetElsewhere(host.stateFolder, head.bundle, place)
}

/** Undefined where they cannot be read: that concerns who means one of them. */
export function placesOfNow(stateFolder: string): readonly KeptPlace[] | undefined {
  try {
    return readPlaces(stateFolder)
  } catch (thrown) {
    if (toAppError(thrown).code === 'state-unreadable') return undefined
    throw thrown
  }
}

/** A place that was removed, or whose name another one has now, tells nobody that a bundle is there. Without `known` nobody knows which those are. */
export function withPlacesOfNow(known: readonly KeptPlace[] | undefined, facts: BundleFacts): BundleFacts {
  const { elsewhere } = facts
  if (elsewhere === undefined || known === undefined) return facts
  const identities = new Map(known.map((at) => [at.name, identityOfPlace(at)]))
  const now = Object.entries(elsewhere.places).filter(([name]) => {
    const identity = identities.get(name)
    return identity !== undefined && identity === elsewhere.disks?.[name]
  })
  return { ...facts, elsewhere: { ...elsewhere, places: Object.fromEntries(now) } }
}

export const listAtPlace = (request: BundlePlaceRequest, options: RunOptions): Promise<readonly BundleFacts[]> =>
  byKind(
    request,
    {
      disk: (at) => listOnDisk(at, options),
      store: (at) => listInStore(at, options),
      registry: (at) => listInRegistry(at, options),
    },
    options,
  )

/** Paths there of what has a name of ours and is none of ours; of a disk alone. */
export async function findOthersAt(
  { host, place }: BundlePlaceRequest,
  options: RunOptions,
): Promise<readonly string[]> {
  const at = placeOf({ host, place })
  return at.kind === 'disk' ? findOthersOnDisk({ host, at }, options) : []
}

export const putAtPlace = (request: BundlePlaceRequest, id: BundleId, work: MoveWork): Promise<MovedByPlace> =>
  byKind(
    request,
    {
      disk: (at) => putOnDisk(at, id, work),
      store: (at) => putInStore(at, id, work),
      registry: (at) => putInRegistry(at, id, work),
    },
    work,
  )

/** `digest`: of the one that is meant, where a store may have others of its name. */
export const getFromPlace = (
  request: BundlePlaceRequest,
  wanted: WantedBundle & { readonly digest?: string | undefined },
  work: MoveWork,
): Promise<MovedByPlace> =>
  byKind(
    request,
    {
      disk: (at) => getFromDisk(at, wanted, work),
      store: (at) => getFromStore(at, wanted, work),
      registry: (at) => getFromRegistry(at, wanted, work),
    },
    work,
  )

/** Asked now. */
export const isListedAt = (request: BundlePlaceRequest, head: BundleHead, options: RunOptions): Promise<boolean> =>
  byKind(
    request,
    {
      disk: (at) => isOnDisk(at, head, options),
      store: (at) => isInStore(at, head, options),
      registry: (at) => isInRegistry(at, head, options),
    },
    options,
  )

/** Whether a place cannot be reached now, as one that is unplugged: what was proven of it stands. */
export const isAway = (request: BundlePlaceRequest, thrown: unknown): boolean => isPlaceAway(placeOf(request), thrown)

/** Nothing came, and nothing is known of what is there. */
export function isNotReached({ host, place }: BundlePlaceRequest, thrown: unknown): boolean {
  const known = placesOfNow(host.stateFolder)?.find(({ name }) => name === place)
  return known === undefined || isPlaceNotReached(known, thrown)
}
