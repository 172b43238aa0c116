/** Whether a place is there, and what an error says of that. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { toAppError } from '../../../kernel/app-error.ts'
import { findBtrfsDevice } from '../../../tools/btrfs/btrfs-devices.ts'
import { isThere } from '../../../tools/files/own-file.ts'
import { toolsMessages } from '../../../tools/messages.ts'
import { placesMessages } from '../messages.ts'
import type { KeptPlace } from '../schemas.ts'

/** Without asking it; far: nobody knows before it is asked. */
export function presenceOf(at: KeptPlace): 'there' | 'not-there' | 'far' {
  if (at.kind === 'disk') return findBtrfsDevice(at.fsUuid) === undefined ? 'not-there' : 'there'
  if (at.kind === 'registry' || !at.repository.startsWith('/')) return 'far'
  return existsSync(at.repository) ? 'there' : 'not-there'
}

/** What cannot be looked for is not away. */
export function isNotConnected(at: KeptPlace): boolean {
  if (presenceOf(at) !== 'not-there') return false
  try {
    return at.kind !== 'store' || !isThere(at.repository)
  } catch {
    return false
  }
}

/**
 * It cannot be reached now, as one that is unplugged. A store in a folder has gone with its disk where nothing is beside it; what is
 * reached and does not open is not away.
 */
export function isAway(at: KeptPlace, thrown: unknown): boolean {
  const { problem } = toAppError(thrown)
  if (at.kind === 'disk') return problem?.id === placesMessages.notConnected.id
  if (at.kind === 'registry' || !at.repository.startsWith('/'))
    return silent.includes(problem?.id ?? '') && problem?.data['isReached'] === false
  return !existsSync(at.repository) && namesBeside(at.repository).length === 0
}

const silent: readonly string[] = [
  placesMessages.registrySilent.id,
  placesMessages.noServer.id,
  placesMessages.noBucketServer.id,
]

function namesBeside(folder: string): readonly string[] {
  const around = path.dirname(folder)
  return existsSync(around) ? readdirSync(around) : []
}

/** Nothing came, and nothing is known of what is there. */
export function isNotReached({ kind }: KeptPlace, thrown: unknown): boolean {
  const { code, problem } = toAppError(thrown)
  const id = problem?.id ?? ''
  if (kind === 'disk') return id === placesMessages.notConnected.id
  return code === 'unreachable' || (kind === 'store' ? notOpened : notAnswered).includes(id)
}

const notOpened: readonly string[] = [
  toolsMessages.noStore.id,
  toolsMessages.storeFailed.id,
  toolsMessages.storeLocked.id,
  toolsMessages.storePassword.id,
  toolsMessages.resticMissing.id,
  placesMessages.notTrusted.id,
  placesMessages.keysNeeded.id,
  placesMessages.keysRefused.id,
  placesMessages.clockOff.id,
  placesMessages.noBucket.id,
  placesMessages.noBuckets.id,
  placesMessages.otherRegion.id,
  placesMessages.notAllowed.id,
  placesMessages.otherServer.id,
]

const notAnswered: readonly string[] = [
  placesMessages.notTrusted.id,
  placesMessages.registryLogin.id,
  placesMessages.registryRefuses.id,
  placesMessages.registryFails.id,
  placesMessages.registryOdd.id,
]
