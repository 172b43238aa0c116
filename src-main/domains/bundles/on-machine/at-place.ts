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
import type { MovedByPlace } from '../verbs.ts'
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

/** The same on every laptop that uses the place, but for two ways to write the address of a server. */
export function whereIs(request: BundlePlaceRequest): string {
  const at = findPlace(request)
  return at.kind === 'disk' ? at.fsUuid : at.store.repository
}

/** It is still tried there once nothing else has it: another laptop may call two places the same. */
export function doubtPlaceOf(
  { host, places }: Omit<BundlePlaceRequest, 'place'>,
  { where, ...head }: NamedContents & { readonly where: string },
): void {
  const known = knownHere(host.stateFolder, head)
  for (const place of Object.keys(known?.elsewhere?.places ?? {}))
    if (places(host.stateFolder).some(({ name }) => name === place) && whereIs({ host, places, place }) === where)
      noteDamagedElsewhere(host.stateFolder, head.bundle, place)
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
