/** Bundles in a place of the person's: on a btrfs disk, or in a store of restic's. */
import type { AgentHost, AllInAgent, KeptPlace } from '../../../commons/capability/agent-capability.ts'
import type { BundleId } from '../../../contract/bundles-calls.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { toolsMessages } from '../../../tools/messages.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText, type BundleFacts, type BundleHead, type WantedBundle } from '../schemas.ts'
import type { MovedByPlace } from '../verbs.ts'
import type { MoveWork } from './arrive.ts'
import { getFromDisk, listOnDisk, putOnDisk } from './disk-bundles.ts'
import { getFromStore, isInStore, listInStore, putInStore } from './store-bundles.ts'

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

export async function getFromPlace(
  request: BundlePlaceRequest,
  wanted: WantedBundle,
  work: MoveWork,
): Promise<MovedByPlace> {
  const at = findPlace(request)
  const { host } = request
  return at.kind === 'disk' ? getFromDisk({ host, at }, wanted, work) : getFromStore({ host, at }, wanted, work)
}

/** Asked now. AppErrors for which `isNotReached` where it cannot be. */
export async function isListedAt(request: BundlePlaceRequest, head: BundleHead, options: RunOptions): Promise<boolean> {
  const at = findPlace(request)
  const { host } = request
  switch (at.kind) {
    case 'store':
      return isInStore({ host, at }, head, options)
    case 'disk':
      return (await listOnDisk({ host, at }, options)).some(
        (one) =>
          bundleText(one.head.bundle) === bundleText(head.bundle) &&
          one.head.digest === head.digest &&
          one.proven?.isRight !== false &&
          one.isAway === undefined,
      )
    default:
      return assertNever(at)
  }
}

/** Nothing is known of what is there now. A store that is not found may be on a disk that is not mounted. */
export function isNotReached({ host, places, place }: BundlePlaceRequest, thrown: unknown): boolean {
  const { code, problem } = toAppError(thrown)
  const known = places(host.stateFolder).find(({ name }) => name === place)
  if (known?.kind === 'store') return problem?.id === toolsMessages.noStore.id || storeCodes.includes(code)
  return known === undefined || problem?.id === bundlesMessages.notConnected.id
}

const storeCodes: readonly string[] = [
  'unreachable',
  'tool-failed',
  'tool-missing',
  'timed-out',
  'locked',
  'needs-password',
]
