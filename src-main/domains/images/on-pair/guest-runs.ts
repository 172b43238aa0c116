/** Guests of a switch: which are to come and to go, and how what belongs to them beside their disks crosses. */
import { pushFiles } from '../../../commons/transfers/on-pair/push-files.ts'
import type { Output, Parsed } from '../../../contract/define.ts'
import type { Answers } from '../../../contract/preview.ts'
import type { Pair } from '../../../switch/step.ts'
import { listGuests, offerGuests, prepareGuests } from '../guest-verbs.ts'
import type { adoptImages } from '../verbs.ts'
import { guestsIn, type BothGuests } from './guest-fates.ts'
import { isTaken } from './image-answers.ts'
import type { GuestMember, ImageGroup } from './image-group.ts'

type Adopted = Parsed<typeof adoptImages>['groups'][number]['guests']
type Offered = Output<typeof offerGuests>['guests']

export async function readBothGuests({ from, to }: Pair, signal: AbortSignal) {
  const [here, there] = await Promise.all([from.call(listGuests, {}, { signal }), to.call(listGuests, {}, { signal })])
  return { here, there }
}

export function takenGuests(groups: readonly ImageGroup[], answers: Answers): readonly GuestMember[] {
  return groups
    .filter((group) => isTaken(group, answers))
    .flatMap(({ guests }) => guests.filter(({ onFrom }) => onFrom))
}

/** By UUID: deleted on the source, or in the way of one that comes. */
export function removedGuests(groups: readonly ImageGroup[], answers: Answers): readonly string[] {
  return groups
    .filter((group) => isTaken(group, answers))
    .flatMap(({ decision, guests }) => [
      ...guests.flatMap(({ rivals }) => rivals),
      ...(decision.kind === 'deleted-here'
        ? guests.filter(({ onFrom, onTo }) => onTo && !onFrom).map(({ uuid }) => uuid)
        : []),
    ])
}

export interface GuestsToCarry {
  readonly taken: readonly GuestMember[]
  readonly removed: readonly string[]
}

/** Without what an earlier run of this step has brought or removed already. */
export async function guestsStillToBring(
  pair: Pair,
  { taken, removed }: GuestsToCarry,
  signal: AbortSignal,
): Promise<GuestsToCarry> {
  if (taken.length + removed.length === 0) return { taken: [], removed: [] }
  const { here, there } = await readBothGuests(pair, signal)
  const both = { from: guestsIn(here), to: guestsIn(there) }
  return {
    taken: taken.filter((guest) => !isSameOnBoth(guest, both)),
    removed: removed.filter((uuid) => {
      const found = both.to.guests.find((one) => one.uuid === uuid)
      return found !== undefined && !taken.some((one) => one.uuid === uuid && one.name === found.name)
    }),
  }
}

export function isSameOnBoth({ name, uuid }: Pick<GuestMember, 'name' | 'uuid'>, { from, to }: BothGuests): boolean {
  const [here, there] = [from, to].map(({ guests }) => guests.find((one) => one.uuid === uuid && one.name === name))
  return here !== undefined && here.digest === there?.digest
}

/** Also with none: what an interrupted switch left is not needed any more. */
export async function offerTaken({ from, to }: Pair, taken: readonly GuestMember[], signal: AbortSignal) {
  await to.call(prepareGuests, { isNeeded: taken.length > 0 }, { signal })
  const { guests } = await from.call(offerGuests, { uuids: taken.map(({ uuid }) => uuid) }, { signal })
  return guests
}

export async function pushGuests(pair: Pair, offered: Offered, signal: AbortSignal): Promise<number> {
  const paths = offered.flatMap((one) => one.paths)
  return (await pushFiles(pair, { area: 'guests', paths }, { signal })).sentBytes
}

/** What the target does with guests of one group. */
export function adoptedOf({ guests }: ImageGroup, offered: Offered, removed: readonly string[]): Adopted {
  const own = new Set(guests.flatMap(({ uuid, rivals }) => [uuid, ...rivals]))
  return {
    taken: offered
      .filter(({ uuid }) => own.has(uuid))
      .map(({ uuid, sent, digest }) => ({
        uuid,
        sent,
        digest,
        name: guests.find((one) => one.uuid === uuid)?.name ?? uuid,
      })),
    removed: removed.filter((uuid) => own.has(uuid)),
    there: guests.flatMap(({ there }) => there),
  }
}
