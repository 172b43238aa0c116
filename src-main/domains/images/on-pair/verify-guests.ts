/** Reads guests on both laptops again, and remembers which are the same. */
import type { Answers } from '../../../contract/preview.ts'
import type { Pair } from '../../../switch/step.ts'
import { rememberEqualGuests, type GuestRefusal } from '../guest-verbs.ts'
import { guestsIn, type BothGuests } from './guest-fates.ts'
import { isSameOnBoth, removedGuests, takenGuests, type readBothGuests } from './guest-runs.ts'
import type { GuestMember } from './image-group.ts'
import type { ImagesPlan } from './probe-images.ts'

export interface VerifiedGuests {
  readonly wanted: readonly GuestMember[]
  readonly same: readonly GuestMember[]
  /** Those that were to be the same and are not; all of them where libvirt does not answer. */
  readonly different: readonly GuestMember[]
  /** By name, those that libvirt on the target would not have. */
  readonly refused: ReadonlyMap<string, GuestRefusal>
  /** Names of those that went. */
  readonly removed: readonly string[]
  /** Whether on the target it is neither what was planned from nor what was sent. */
  readonly isMoved: (guest: GuestMember) => boolean
}

/** As both laptops have them now. */
interface ReadGuests extends Awaited<ReturnType<typeof readBothGuests>> {
  readonly signal: AbortSignal
}

export async function verifyGuests(
  pair: Pair,
  { groups }: Pick<ImagesPlan, 'groups'>,
  answers: Answers,
  { here, there, signal }: ReadGuests,
): Promise<VerifiedGuests> {
  const both = { from: guestsIn(here), to: guestsIn(there) }
  const unchanged = groups.filter(({ decision }) => decision.kind === 'same').flatMap(({ guests }) => guests)
  const wanted = [...takenGuests(groups, answers), ...unchanged]
  const same = wanted.filter((guest) => isSameOnBoth(guest, both))
  await remember(pair, same, both, signal)
  const gone = new Set(removedGuests(groups, answers))
  const known = groups.flatMap(({ guests }) => guests.flatMap((one) => one.there))
  return {
    wanted,
    same,
    different: wanted.filter((guest) => !same.includes(guest)),
    refused: new Map(there.kind === 'guests' ? there.refused.map((one) => [one.name, one]) : []),
    removed: known
      .filter(
        ({ uuid, name }) => gone.has(uuid) && !both.to.guests.some((one) => one.uuid === uuid && one.name === name),
      )
      .map(({ name }) => name),
    isMoved: ({ uuid, name, there: planned }) => {
      const found = both.to.guests.find((one) => one.uuid === uuid || one.name === name)
      return found?.digest !== planned.find((one) => one.uuid === uuid)?.digest
    },
  }
}

async function remember(
  pair: Pair,
  same: readonly GuestMember[],
  { from, to }: BothGuests,
  signal: AbortSignal,
): Promise<void> {
  const gone = from.gone.filter((name) => to.gone.includes(name))
  const guests = same.flatMap(({ name, uuid }) => {
    const found = from.guests.find((one) => one.uuid === uuid)
    return found === undefined ? [] : [{ name, digest: found.digest }]
  })
  if (guests.length + gone.length === 0) return
  await Promise.all([pair.from, pair.to].map((one) => one.call(rememberEqualGuests, { guests, gone }, { signal })))
}
