/** Sends only what changed since the last listing. */
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Output } from '../../../../contract/define.ts'
import type { KeptSet, listSnapshots } from '../../verbs.ts'
import type { Listing } from './list-sets.ts'

type Told = Output<typeof listSnapshots>

export type ListingTeller = (listing: Listing, known: string | undefined) => Told

/** What this agent has sent to its app. */
export function createListingTeller(): ListingTeller {
  let last: { readonly revision: string; readonly listing: Listing } | undefined
  return (listing, known) => {
    const before = last
    if (before === undefined || before.revision !== known) {
      last = { revision: randomUUID(), listing }
      return { revision: last.revision, sets: [...listing.sets], gone: [], foreign: [...listing.foreign] }
    }
    const difference = differ(before.listing, listing)
    if (isSame(difference)) return { revision: known, since: known, ...difference }
    last = { revision: randomUUID(), listing }
    return { revision: last.revision, since: known, ...difference }
  }
}

type Difference = Pick<Told, 'sets' | 'gone' | 'foreign'>

function differ(before: Listing, now: Listing): Difference {
  const earlier = new Map(before.sets.map((set) => [set.id, set]))
  const sets = now.sets.filter((set) => {
    const known = earlier.get(set.id)
    earlier.delete(set.id)
    return known === undefined || !isSameSet(known, set)
  })
  const foreign = isDeepStrictEqual(before.foreign, now.foreign) ? {} : { foreign: [...now.foreign] }
  return { sets, gone: [...earlier.keys()], ...foreign }
}

function isSame({ sets, gone, foreign }: Difference): boolean {
  return sets.length === 0 && gone.length === 0 && foreign === undefined
}

/** A description that was not read again is the same object. */
function isSameSet(one: KeptSet, other: KeptSet): boolean {
  if (one.content !== other.content && !isDeepStrictEqual(one.content, other.content)) return false
  return (
    one.pinned === other.pinned &&
    isDeepStrictEqual(one.neededBecause, other.neededBecause) &&
    isSameSpace(one.space, other.space) &&
    one.subvolumes.join('\0') === other.subvolumes.join('\0')
  )
}

function isSameSpace(one: KeptSet['space'], other: KeptSet['space']): boolean {
  if (one.kind === 'unknown' || other.kind === 'unknown') return one.kind === other.kind
  return one.kind === other.kind && one.bytes === other.bytes
}
