/** What is told of a place: what is remembered, and whether it is there now. */
import { existsSync } from 'node:fs'
import { findIdentity } from '../../../commons/laptop/on-machine/identity.ts'
import { findBtrfsDevice } from '../../../tools/btrfs/btrfs-devices.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { registryOf } from '../../../commons/places/on-machine/registry/open-registry.ts'
import { listTags } from '../../../commons/places/on-machine/registry/registry-requests.ts'
import type { KeptPlace } from '../../../commons/places/schemas.ts'
import type { CopyPlace } from '../schemas.ts'
import type { PlaceFacts } from '../verbs.ts'
import type { PlaceHost } from '../../../commons/places/on-machine/place-host.ts'
import type { OpenedPlace } from './open-place.ts'
import { withPlace } from './with-place.ts'
import { recallPlace, rememberPlace } from './place-memory.ts'

export function factsOf({ stateFolder }: PlaceHost, place: KeptPlace): PlaceFacts {
  const {
    seenAt,
    copies,
    room,
    verified,
    failed,
    proven,
    damaged,
    sheetAt,
    others = [],
  } = recallPlace(stateFolder, place.id)
  const identity = findIdentity(stateFolder)
  return {
    ...{ place, presence: presenceOf(place), copies, proven, damaged },
    ...(identity === undefined ? {} : { ownKey: identity.key }),
    ...(seenAt === undefined ? {} : { seenAt }),
    ...(room === undefined ? {} : { room }),
    ...(verified === undefined ? {} : { verified }),
    ...(failed === undefined ? {} : { failedAt: failed.at }),
    ...(sheetAt === undefined ? {} : { sheetAt }),
    ...(others.length === 0 ? {} : { others }),
  }
}

export function presenceOf(place: KeptPlace): PlaceFacts['presence'] {
  if (place.kind === 'registry') return 'far'
  if (place.kind === 'disk') return findBtrfsDevice(place.fsUuid) === undefined ? 'not-there' : 'there'
  if (!place.repository.startsWith('/')) return 'far'
  return existsSync(place.repository) ? 'there' : 'not-there'
}

/** Of a registry, which has no copies, it is seen whether it answers. */
export async function lookInto(host: PlaceHost, place: KeptPlace, options: RunOptions): Promise<PlaceFacts> {
  if (place.kind === 'registry') {
    await listTags(registryOf(host, place), place.name, options)
    rememberPlace(host.stateFolder, place.id, { seenAt: new Date().toISOString() })
  } else await withPlace(host, place, options, (open) => rememberWhatIsThere(host, place, open))
  return factsOf(host, place)
}

export async function rememberWhatIsThere(
  { stateFolder }: PlaceHost,
  place: CopyPlace,
  open: OpenedPlace,
): Promise<void> {
  const copies = await open.list()
  const seenAt = new Date().toISOString()
  const room = open.room()
  const others = [...open.others()]
  rememberPlace(stateFolder, place.id, { seenAt, others, copies: [...copies], ...(room === undefined ? {} : { room }) })
}
