/** Bundles in a place of the person's: on a btrfs disk, in a store of restic's, or in a registry. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { AgentHost, AllInAgent, KeptPlace } from '../../../commons/capability/agent-capability.ts'
import type { BundleId } from '../../../contract/bundles-calls.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { toolsMessages } from '../../../tools/messages.ts'
import type { LongOptions } from '../../../tools/restic/restic.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
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
import { findOthersOnDisk, getFromDisk, isOnDisk, listOnDisk, putOnDisk, removeFromDisk } from './disk-bundles.ts'
import { readRegistries, type KeptRegistry } from './registries.ts'
import { getFromRegistry, isInRegistry, listInRegistry, putInRegistry, removeFromRegistry } from './registry-bundles.ts'
import { getFromStore, isInStore, listInStore, putInStore, removeFromStore } from './store-bundles.ts'

export interface BundlePlaceRequest {
  readonly host: Pick<AgentHost, 'stateFolder' | 'runFolder'>
  readonly places: AllInAgent['keptPlaces']
  readonly place: string
}

type BundlePlace = KeptPlace | (KeptRegistry & { readonly kind: 'registry' })

/** Registries first: a place for copies that got the name of one later has no bundles under it. */
const allPlaces = ({ host, places }: Omit<BundlePlaceRequest, 'place'>): readonly BundlePlace[] => [
  ...registriesIn(host.stateFolder),
  ...places(host.stateFolder),
]

/** None where they cannot be read: that concerns who means one of them. */
function registriesIn(stateFolder: string): readonly BundlePlace[] {
  try {
    return readRegistries(stateFolder).map((registry) => ({ kind: 'registry' as const, ...registry }))
  } catch (thrown) {
    if (toAppError(thrown).code === 'state-unreadable') return []
    throw thrown
  }
}

/** AppErrors "not-found" for what is no place for copies, and no registry, "state-unreadable". */
function findPlace(request: BundlePlaceRequest): BundlePlace {
  const { host, place } = request
  const known = allPlaces(request).find(({ name }) => name === place)
  if (known !== undefined) return known
  readRegistries(host.stateFolder)
  throw bundlesMessages.noPlace({ place })
}

interface ByKind<T> {
  readonly disk: (at: Extract<BundlePlace, { kind: 'disk' }>) => T
  readonly store: (at: Extract<BundlePlace, { kind: 'store' }>) => T
  readonly registry: (at: Extract<BundlePlace, { kind: 'registry' }>) => T
}

function byKind<T>(request: BundlePlaceRequest, { disk, store, registry }: ByKind<T>): T {
  const at = findPlace(request)
  if (at.kind === 'disk') return disk(at)
  return at.kind === 'store' ? store(at) : registry(at)
}

const identityIn = (at: BundlePlace): string => (at.kind === 'disk' ? at.fsUuid : at.id)

/** By which a place is known whatever it is called. AppError "not-found". */
export const identityOf = (request: BundlePlaceRequest): string => identityIn(findPlace(request))

export function whereIs(request: BundlePlaceRequest): BundleWhere & { readonly keepsAll: boolean } {
  const at = findPlace(request)
  if (at.kind === 'disk') return { kind: 'disk', fsUuid: at.fsUuid, keepsAll: false }
  return { kind: at.kind, keepsAll: at.kind === 'store' && at.keepsAll === true }
}

/**
 * Every place that may be that one, whatever it is called here: any store for a store, any registry for a registry, and what is no place any more. It is
 * still tried there once nothing else has the bundle.
 */
export function doubtPlaceOf(
  { host, places }: Omit<BundlePlaceRequest, 'place'>,
  { where, ...head }: NamedContents & { readonly where: BundleWhere },
): void {
  const known = knownHere(host.stateFolder, head)
  for (const place of Object.keys(known?.elsewhere?.places ?? {})) {
    const at = allPlaces({ host, places }).find(({ name }) => name === place)
    const isOther =
      at !== undefined &&
      (at.kind !== where.kind || (at.kind === 'disk' && where.kind === 'disk' && at.fsUuid !== where.fsUuid))
    if (!isOther) noteDamagedElsewhere(host.stateFolder, head.bundle, place)
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
  await byKind(request, {
    disk: (at) => removeFromDisk({ host, at }, head, options),
    store: (at) => removeFromStore({ host, at }, head, options),
    registry: (at) => removeFromRegistry({ host, at }, head, options),
  })
  if (knownHere(host.stateFolder, head)) forgetElsewhere(host.stateFolder, head.bundle, place)
}

/** A place that was removed, or whose name another one has now, tells nobody that a bundle is there. */
export function withPlacesOfNow({ host, places }: Omit<BundlePlaceRequest, 'place'>, facts: BundleFacts): BundleFacts {
  const { elsewhere } = facts
  if (elsewhere === undefined) return facts
  const known = new Map(allPlaces({ host, places }).map((at) => [at.name, identityIn(at)]))
  const now = Object.entries(elsewhere.places).filter(([name]) => {
    const identity = known.get(name)
    return identity !== undefined && identity === elsewhere.disks?.[name]
  })
  return { ...facts, elsewhere: { ...elsewhere, places: Object.fromEntries(now) } }
}

export async function listAtPlace(request: BundlePlaceRequest, options: RunOptions): Promise<readonly BundleFacts[]> {
  const { host } = request
  return byKind(request, {
    disk: (at) => listOnDisk({ host, at }, options),
    store: (at) => listInStore({ host, at }, options),
    registry: (at) => listInRegistry({ host, at }, options),
  })
}

/** Paths there of what has a name of ours and is none of ours; of a disk alone. */
export async function findOthersAt(request: BundlePlaceRequest, options: RunOptions): Promise<readonly string[]> {
  const { host } = request
  const none = () => Promise.resolve([])
  return byKind(request, { disk: (at) => findOthersOnDisk({ host, at }, options), store: none, registry: none })
}

export async function putAtPlace(request: BundlePlaceRequest, id: BundleId, work: MoveWork): Promise<MovedByPlace> {
  const { host } = request
  return byKind(request, {
    disk: (at) => putOnDisk({ host, at }, id, work),
    store: (at) => putInStore({ host, at }, id, work),
    registry: (at) => putInRegistry({ host, at }, id, work),
  })
}

/** `digest`: of the one that is meant, where a store may have others of its name. */
export async function getFromPlace(
  request: BundlePlaceRequest,
  wanted: WantedBundle & { readonly digest?: string | undefined },
  work: MoveWork,
): Promise<MovedByPlace> {
  const { host } = request
  return byKind(request, {
    disk: (at) => getFromDisk({ host, at }, wanted, work),
    store: (at) => getFromStore({ host, at }, wanted, work),
    registry: (at) => getFromRegistry({ host, at }, wanted, work),
  })
}

/** Asked now. */
export async function isListedAt(request: BundlePlaceRequest, head: BundleHead, options: RunOptions): Promise<boolean> {
  const { host } = request
  return byKind(request, {
    disk: (at) => isOnDisk({ host, at }, head, options),
    store: (at) => isInStore({ host, at }, head, options),
    registry: (at) => isInRegistry({ host, at }, head, options),
  })
}

/**
 * Whether a place cannot be reached now, as one that is unplugged: what was proven of it stands. A store in a folder has gone with its disk
 * where nothing is beside it; one that is reached and does not open counts for nothing.
 */
export function isAway(request: BundlePlaceRequest, thrown: unknown): boolean {
  const at = findPlace(request)
  if (at.kind === 'disk') return toAppError(thrown).problem?.id === bundlesMessages.notConnected.id
  if (at.kind === 'registry') {
    const { problem } = toAppError(thrown)
    return problem?.id === bundlesMessages.registrySilent.id && problem.data['isReached'] === false
  }
  const { repository } = at.store
  if (!repository.startsWith('/')) return toAppError(thrown).code === 'unreachable'
  return !existsSync(repository) && namesBeside(repository).length === 0
}

function namesBeside(folder: string): readonly string[] {
  const around = path.dirname(folder)
  return existsSync(around) ? readdirSync(around) : []
}

/** Nothing came, and nothing is known of what is there. */
export function isNotReached(request: BundlePlaceRequest, thrown: unknown): boolean {
  const { code, problem } = toAppError(thrown)
  const known = allPlaces(request).find(({ name }) => name === request.place)
  if (known?.kind === 'registry') return code === 'unreachable' || notAnswered.includes(problem?.id ?? '')
  if (known?.kind === 'store') return code === 'unreachable' || notOpened.includes(problem?.id ?? '')
  return known === undefined || problem?.id === bundlesMessages.notConnected.id
}

const notOpened: readonly string[] = [
  toolsMessages.noStore.id,
  toolsMessages.storeFailed.id,
  toolsMessages.storeLocked.id,
  toolsMessages.storePassword.id,
  toolsMessages.resticMissing.id,
]

const notAnswered: readonly string[] = [
  bundlesMessages.registryNotTrusted.id,
  bundlesMessages.registryLogin.id,
  bundlesMessages.registryRefuses.id,
  bundlesMessages.registryFails.id,
  bundlesMessages.registryOdd.id,
]
