/** What is told of a place: what is remembered, and whether it is there now. */
import { findIdentity } from '../../../commons/laptop/on-machine/identity.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { presenceOf } from '../../../commons/places/on-machine/place-presence.ts'
import type { KeptPlace } from '../../../commons/places/schemas.ts'
import type { PlaceFacts } from '../verbs.ts'
import type { PlaceHost } from '../../../commons/places/on-machine/place-host.ts'
import type { OpenedCopies } from './opened-copies.ts'
import { withCopies } from './with-copies.ts'
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
    work,
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
    ...(work === undefined ? {} : { work }),
    ...(sheetAt === undefined ? {} : { sheetAt }),
    ...(others.length === 0 ? {} : { others }),
  }
}

export async function lookInto(host: PlaceHost, place: KeptPlace, options: RunOptions): Promise<PlaceFacts> {
  await withCopies(host, place, options, (open) => rememberWhatIsThere(host, place, open))
  return factsOf(host, place)
}

export async function rememberWhatIsThere(
  { stateFolder }: PlaceHost,
  place: KeptPlace,
  open: OpenedCopies,
): Promise<void> {
  const copies = await open.list()
  const seenAt = new Date().toISOString()
  const room = open.room()
  const others = [...open.others()]
  rememberPlace(stateFolder, place.id, { seenAt, others, copies: [...copies], ...(room === undefined ? {} : { room }) })
}
