/** Bundles in a place of the person's: on a btrfs disk, or in a store of restic's. */
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
import { getFromDisk, isOnDisk, listOnDisk, putOnDisk, removeFromDisk } from './disk-bundles.ts'
import { getFromStore, isInStore, listInStore, putInStore, removeFromStore } from './store-bundles.ts'

export interface BundlePlaceRequest {
  readonly host: Pick<AgentHost, 'stateFolder' | 'runFolder'>
  readonly places: AllInAgent['keptPlaces']
  readonly place: string
}

/** AppError "not-found" for what is no place for copies. */
function findPlace({ host, places, place }: BundlePlaceRequest): KeptPlace {
  const known = places(host.stateFolder).find(({ name }) => name === place)
  if (known === undefined) throw bundlesMessages.noPlace({ place })
  return known
}

/** By which a place is known whatever it is called. AppError "not-found". */
export function identityOf(request: BundlePlaceRequest): string {
  const at = findPlace(request)
  return at.kind === 'disk' ? at.fsUuid : at.id
}

export function whereIs(request: BundlePlaceRequest): BundleWhere & { readonly keepsAll: boolean } {
  const at = findPlace(request)
  return at.kind === 'disk'
    ? { kind: 'disk', fsUuid: at.fsUuid, keepsAll: false }
    : { kind: 'store', keepsAll: at.keepsAll === true }
}

/**
 * Every place that may be that one, whatever it is called here: any store for a store, and what is no place for copies any more. It is
 * still tried there once nothing else has the bundle.
 */
export function doubtPlaceOf(
  { host, places }: Omit<BundlePlaceRequest, 'place'>,
  { where, ...head }: NamedContents & { readonly where: BundleWhere },
): void {
  const known = knownHere(host.stateFolder, head)
  for (const place of Object.keys(known?.elsewhere?.places ?? {})) {
    const at = places(host.stateFolder).find(({ name }) => name === place)
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
  const at = findPlace(request)
  const { host } = request
  await (at.kind === 'disk'
    ? removeFromDisk({ host, at }, head, options)
    : removeFromStore({ host, at }, head, options))
  if (knownHere(host.stateFolder, head)) forgetElsewhere(host.stateFolder, head.bundle, at.name)
}

/** A place that was removed, or whose name another one has now, tells nobody that a bundle is there. */
export function withPlacesOfNow({ host, places }: Omit<BundlePlaceRequest, 'place'>, facts: BundleFacts): BundleFacts {
  const { elsewhere } = facts
  if (elsewhere === undefined) return facts
  const known = new Map(places(host.stateFolder).map((at) => [at.name, at.kind === 'disk' ? at.fsUuid : at.id]))
  const now = Object.entries(elsewhere.places).filter(([name]) => {
    const identity = known.get(name)
    return identity !== undefined && identity === elsewhere.disks?.[name]
  })
  return { ...facts, elsewhere: { ...elsewhere, places: Object.fromEntries(now) } }
}

export async function listAtPlace(request: BundlePlaceRequest, options: RunOptions): Promise<readonly BundleFacts[]> {
  const at = findPlace(request)
  const { host } = request
  return at.kind === 'disk' ? listOnDisk({ host, at }, options) : listInStore({ host, at }, options)
}

export async function putAtPlace(request: BundlePlaceRequest, id: BundleId, work: MoveWork): Promise<MovedByPlace> {
  const at = findPlace(request)
  const { host } = request
  return at.kind === 'disk' ? putOnDisk({ host, at }, id, work) : putInStore({ host, at }, id, work)
}

/** `digest`: of the one that is meant, where a store may have others of its name. */
export async function getFromPlace(
  request: BundlePlaceRequest,
  wanted: WantedBundle & { readonly digest?: string | undefined },
  work: MoveWork,
): Promise<MovedByPlace> {
  const at = findPlace(request)
  const { host } = request
  return at.kind === 'disk' ? getFromDisk({ host, at }, wanted, work) : getFromStore({ host, at }, wanted, work)
}

/** Asked now. */
export async function isListedAt(request: BundlePlaceRequest, head: BundleHead, options: RunOptions): Promise<boolean> {
  const at = findPlace(request)
  const { host } = request
  return at.kind === 'disk' ? isOnDisk({ host, at }, head, options) : isInStore({ host, at }, head, options)
}

/**
 * Whether a place cannot be reached now, as one that is unplugged: what was proven of it stands. A store in a folder has gone with its disk
 * where nothing is beside it; one that is reached and does not open counts for nothing.
 */
export function isAway(request: BundlePlaceRequest, thrown: unknown): boolean {
  const at = findPlace(request)
  if (at.kind === 'disk') return toAppError(thrown).problem?.id === bundlesMessages.notConnected.id
  const { repository } = at.store
  if (!repository.startsWith('/')) return toAppError(thrown).code === 'unreachable'
  return !existsSync(repository) && namesBeside(repository).length === 0
}

function namesBeside(folder: string): readonly string[] {
  const around = path.dirname(folder)
  return existsSync(around) ? readdirSync(around) : []
}

/** Nothing came, and nothing is known of what is there. */
export function isNotReached({ host, places, place }: BundlePlaceRequest, thrown: unknown): boolean {
  const { code, problem } = toAppError(thrown)
  const known = places(host.stateFolder).find(({ name }) => name === place)
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
