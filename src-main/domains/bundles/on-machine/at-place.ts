/** Bundles in a place of the person's: on a btrfs disk, in a store of restic's, or in a registry. */
import { withPlace, type Keeper } from '../../../commons/places/on-machine/open-place.ts'
import type { PlaceHost } from '../../../commons/places/on-machine/place-host.ts'
import { isNotReached as isPlaceNotReached } from '../../../commons/places/on-machine/place-presence.ts'
import { findPlace, readPlaces } from '../../../commons/places/on-machine/places-file.ts'
import { identityOfPlace, mayBe, type KeptPlace, type PlaceWhere } from '../../../commons/places/schemas.ts'
import type { BundleId } from '../../../contract/bundles-calls.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundleText, unreadableDigest, type BundleFacts, type NamedContents } from '../schemas.ts'
import type { MovedByPlace } from '../verbs.ts'
import type { MoveWork } from './arrive.ts'
import { readBundles } from './bundle-folders.ts'
import { forgetElsewhere, noteDamagedElsewhere } from './bundle-proofs.ts'
import { bundlesOnDisk } from './disk-bundles.ts'
import type { OpenedBundles, Wanted } from './opened-bundles.ts'
import { bundlesInRegistry } from './registry-bundles.ts'
import { bundlesInStore } from './store-bundles.ts'

export interface BundlePlaceRequest {
  readonly host: PlaceHost
  readonly place: string
}

/** AppErrors "not-found", "state-unreadable". */
export const placeOf = ({ host, place }: BundlePlaceRequest): KeptPlace => findPlace(host.stateFolder, place)

const keeper: Keeper<OpenedBundles> = { disk: bundlesOnDisk, store: bundlesInStore, registry: bundlesInRegistry }

export async function withBundles<T>(
  request: BundlePlaceRequest,
  options: RunOptions,
  work: (open: OpenedBundles) => Promise<T>,
): Promise<T> {
  return withPlace({ host: request.host, at: placeOf(request), options }, keeper, work)
}

export const putAtPlace = (request: BundlePlaceRequest, id: BundleId, work: MoveWork): Promise<MovedByPlace> =>
  withBundles(request, work, (open) => open.put(id, work))

export const getFromPlace = (request: BundlePlaceRequest, wanted: Wanted, work: MoveWork): Promise<MovedByPlace> =>
  withBundles(request, work, (open) => open.get(wanted, work))

/**
 * Every place that may be that one, whatever it is called here: any store for a store, any registry for a registry, and what is no place any more. It is
 * still tried there once nothing else has the bundle.
 */
export function doubtPlaceOf(
  { stateFolder }: PlaceHost,
  { where, ...head }: NamedContents & { readonly where: PlaceWhere },
): void {
  const names = Object.keys(knownHere(stateFolder, head)?.elsewhere?.places ?? {})
  const places = names.length === 0 ? [] : readPlaces(stateFolder)
  for (const place of names) {
    const at = places.find(({ name }) => name === place)
    if (at === undefined || mayBe(at, where)) noteDamagedElsewhere(stateFolder, head.bundle, place)
  }
}

function knownHere(stateFolder: string, { bundle, digest }: NamedContents): BundleFacts | undefined {
  return readBundles(stateFolder).find(
    ({ head }) => bundleText(head.bundle) === bundleText(bundle) && [head.digest, unreadableDigest].includes(digest),
  )
}

/** AppError "locked" while something reads it. */
export async function removeAtPlace(request: BundlePlaceRequest, head: NamedContents, work: MoveWork): Promise<void> {
  const { host, place } = request
  await withBundles(request, work, (open) => open.remove([head], work))
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

/** Nothing came, and nothing is known of what is there. */
export function isNotReached({ host, place }: BundlePlaceRequest, thrown: unknown): boolean {
  const known = placesOfNow(host.stateFolder)?.find(({ name }) => name === place)
  return known === undefined || isPlaceNotReached(known, thrown)
}
