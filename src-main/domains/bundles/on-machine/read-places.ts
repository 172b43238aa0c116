/**
 * What other places have of a bundle. A record of what was read there is no more than that: a disk rots and a file of it is overwritten
 * without a word. So before the last files go from here, all of them are read in a place that can be reached.
 */
import { toAppError } from '../../../kernel/app-error.ts'
import type { BundleStays } from '../../../contract/bundles-calls.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { placesMessages } from '../../../commons/places/messages.ts'
import { isAway } from '../../../commons/places/on-machine/place-presence.ts'
import { readPlaces } from '../../../commons/places/on-machine/places-file.ts'
import { identityOfPlace, isReadThere } from '../../../commons/places/schemas.ts'
import type { BundleFacts } from '../schemas.ts'
import type { MoveWork } from './arrive.ts'
import { placeOf, putAtPlace, withBundles, type BundlePlaceRequest } from './at-place.ts'
import { findBundle } from './bundle-folders.ts'
import { noteDamagedElsewhere } from './bundle-proofs.ts'

export type PlacesRequest = Omit<BundlePlaceRequest, 'place'>

export interface ReadingWork extends RunOptions {
  /** For the place that is read. */
  readonly onReading?: ((place: string) => Pick<MoveWork, 'onSent' | 'onRead'>) | undefined
}

const freshMs = 30 * 24 * 60 * 60_000
const clocksDifferMs = 60 * 60_000

/** When all of it was read: at most 30 days ago, and not in times to come. */
export function isFresh(at: string, nowMs: number): boolean {
  const ageMs = nowMs - Date.parse(at)
  return ageMs <= freshMs && ageMs >= -clocksDifferMs
}

interface Unread {
  readonly place: string
  readonly why: unknown
}

/** away: it is unplugged. unread: it proves nothing now. lacks: nor ever again, or it is another one. */
type PlaceAnswer = { readonly kind: 'has' | 'away' | 'lacks' | 'damaged' } | ({ readonly kind: 'unread' } & Unread)

export interface ProvenPlaces {
  /** Read just now, or not connected. */
  readonly found: readonly BundleStays[]
  readonly damaged: readonly string[]
  /** One that can be reached, or may be, and does not show what it has. */
  readonly unread: Unread | undefined
}

interface WantedProof {
  /** The other laptop read its own just now, or all of it was read in a place since then: nothing is read here any more. */
  readonly isRead: boolean
  readonly readSince?: string | undefined
}

/** By what was read there within 30 days. One that is no place any more counts for nothing. */
export async function provenPlaces(
  request: PlacesRequest,
  facts: BundleFacts,
  { isRead: isReadBefore, readSince }: WantedProof,
  work: ReadingWork,
): Promise<ProvenPlaces> {
  const found: BundleStays[] = []
  const damaged: string[] = []
  let unread: Unread | undefined
  let isRead = isReadBefore
  for (const [name, at] of inOrder(request, facts)) {
    if (!isFresh(at, Date.now())) continue
    const listed = await askPlace(request, facts, name, work)
    const wasRead = readSince !== undefined && at >= readSince
    const isToBeRead = listed.kind === 'has' && !isRead && readSince === undefined
    const answer = isToBeRead ? await readAt(request, facts, name, work) : listed
    if (answer.kind === 'has' && (isToBeRead || wasRead)) {
      isRead = true
      const readAgainAt = isToBeRead ? new Date().toISOString() : at
      found.push({ kind: 'place', name, at: readAgainAt, isConnected: true })
    }
    if (answer.kind === 'away') found.push({ kind: 'place', name, at, isConnected: false })
    if (answer.kind === 'damaged') damaged.push(name)
    if (answer.kind === 'unread') unread ??= answer
  }
  return { found, damaged, unread }
}

/** Disks first, which are read where they are, then the latest proof: one is enough. */
function inOrder({ host }: PlacesRequest, { elsewhere }: BundleFacts): readonly (readonly [string, string])[] {
  const disks = new Set(readPlaces(host.stateFolder).flatMap((at) => (isReadThere(at) ? [at.name] : [])))
  return Object.entries(elsewhere?.places ?? {}).toSorted(
    ([one, at], [other, otherAt]) => Number(disks.has(other)) - Number(disks.has(one)) || otherAt.localeCompare(at),
  )
}

/** Whether it says that it has it. */
async function askPlace(
  request: PlacesRequest,
  { head, elsewhere }: BundleFacts,
  place: string,
  { signal }: RunOptions,
): Promise<PlaceAnswer> {
  const at = { ...request, place }
  try {
    if (identityOfPlace(placeOf(at)) !== elsewhere?.disks?.[place]) return { kind: 'lacks' }
    if (await withBundles(at, { signal }, (open) => open.has(head))) return { kind: 'has' }
    noteDamagedElsewhere(request.host.stateFolder, head.bundle, place)
    return { kind: 'lacks' }
  } catch (thrown) {
    signal?.throwIfAborted()
    if (toAppError(thrown).problem?.id === placesMessages.noPlace.id) return { kind: 'lacks' }
    // What was proven of one that is unplugged stands.
    return isAway(placeOf(at), thrown) ? { kind: 'away' } : { kind: 'unread', place, why: thrown }
  }
}

/** Of one that has it: all of it is read there now. What is damaged is remembered. */
async function readAt(
  request: PlacesRequest,
  { head: { bundle } }: BundleFacts,
  place: string,
  { signal, onReading }: ReadingWork,
): Promise<PlaceAnswer> {
  const { onSent, onRead } = onReading?.(place) ?? { onSent: () => undefined, onRead: () => undefined }
  try {
    await putAtPlace({ ...request, place }, bundle, { signal, onSent, onRead })
    return { kind: 'has' }
  } catch (thrown) {
    signal?.throwIfAborted()
    const { elsewhere } = findBundle(request.host.stateFolder, bundle)
    return elsewhere?.damaged?.[place] === undefined ? { kind: 'unread', place, why: thrown } : { kind: 'damaged' }
  }
}

/** Reads it in the first place that shows all of it; any age of a record will do to be asked. */
export async function readSomewhere(
  request: PlacesRequest,
  facts: BundleFacts,
  work: ReadingWork,
): Promise<{
  readonly place: string | undefined
  readonly damaged: readonly string[]
  readonly away: readonly string[]
}> {
  const damaged: string[] = []
  const away: string[] = []
  for (const [place] of inOrder(request, facts)) {
    const listed = await askPlace(request, facts, place, work)
    const answer = listed.kind === 'has' ? await readAt(request, facts, place, work) : listed
    if (answer.kind === 'has') return { place, damaged, away }
    if (answer.kind === 'damaged') damaged.push(place)
    if (answer.kind === 'away') away.push(place)
  }
  return { place: undefined, damaged, away }
}
