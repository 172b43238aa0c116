/** What two lists of guests mean for each guest by itself; its disks are decided with it (images-plan.ts). Pure. */
import { bytePathFromText, type BytePath } from '../../../kernel/byte-path.ts'
import type { Guest, GuestList } from '../guest-verbs.ts'
import { fateOfChange, sinceEqualOf, type GuestMember, type GuestOn, type ImageDecision } from './image-group.ts'
import { reasons } from './texts.ts'

/** What one laptop says of its guests. */
export interface ListedGuests {
  readonly guests: readonly Guest[]
  readonly gone: readonly string[]
}

export interface BothGuests {
  readonly from: ListedGuests
  readonly to: ListedGuests
}

export interface SeenGuest {
  readonly member: GuestMember
  readonly to: Guest | undefined
  /** Present where it is not shut down on the source. */
  readonly on: GuestOn | undefined
  readonly fate: ImageDecision
  /** Its disks in the folder of images, on either laptop. */
  readonly images: readonly BytePath[]
  /** Changes when anything of it changes on either laptop. */
  readonly about: readonly unknown[]
}

export function guestsIn(list: GuestList): ListedGuests {
  return list.kind === 'guests' ? list : { guests: [], gone: [] }
}

/** By which a rule of the person's names a guest without a disk among the images: no image has a slash in its name. */
export function guestKey(name: string): BytePath {
  return `guest/${bytePathFromText(name)}`
}

export function pairGuests({ from, to }: BothGuests, kept: ReadonlySet<BytePath>): readonly SeenGuest[] {
  const here = from.guests.map((guest) => {
    const rivals = to.guests.filter(({ name, uuid }) => (name === guest.name) !== (uuid === guest.uuid))
    return { guest, rivals, twin: to.guests.find(({ name, uuid }) => name === guest.name && uuid === guest.uuid) }
  })
  const matched = new Set(here.flatMap(({ rivals, twin }) => [...rivals, ...(twin === undefined ? [] : [twin])]))
  const seen = here.map(({ guest, rivals, twin }) =>
    see(guest, twin, rivals, fateOfGuest(guest, twin, { rivals, to, isKept: kept.has(guestKey(guest.name)) })),
  )
  const onlyThere = to.guests.filter((guest) => !matched.has(guest))
  const there = onlyThere.map((guest) =>
    see(undefined, guest, [], fateOfMissing(guest, from, kept.has(guestKey(guest.name)))),
  )
  return [...seen, ...there]
}

function see(from: Guest | undefined, to: Guest | undefined, rivals: readonly Guest[], fate: ImageDecision): SeenGuest {
  const both = [from, to].filter((guest) => guest !== undefined)
  const shown = from ?? to
  if (shown === undefined) throw new Error('a guest is on one of two laptops')
  const { name, uuid, hasVariables, hasTpm, snapshots } = shown
  const there = [...(to === undefined ? [] : [to]), ...rivals]
  const state = from?.state ?? 'off'
  return {
    member: {
      name,
      uuid,
      onFrom: from !== undefined,
      onTo: to !== undefined,
      hasVariables,
      hasTpm,
      snapshots: snapshots.length,
      rivals: rivals.map((rival) => rival.uuid),
      there: there.map((one) => ({ uuid: one.uuid, name: one.name, digest: one.digest })),
    },
    to: to ?? rivals[0],
    on: state === 'off' ? undefined : { name, state },
    fate,
    images: [...new Set([...both, ...rivals.filter((rival) => rival.name === name)].flatMap(({ images }) => images))],
    // While it is on, all of it changes by itself.
    about: [name, uuid, state === 'off' ? (from?.digest ?? null) : state, there.map(({ digest }) => digest)],
  }
}

interface Around {
  readonly rivals: readonly Guest[]
  readonly to: ListedGuests
  readonly isKept: boolean
}

function fateOfGuest(from: Guest, to: Guest | undefined, { rivals, to: there, isKept }: Around): ImageDecision {
  const isOn = from.state !== 'off'
  if (to !== undefined && !isOn && to.digest === from.digest && rivals.length === 0) return { kind: 'same' }
  if (isKept) return { kind: 'kept' }
  if (from.variablesAt !== undefined) return { kind: 'cannot', why: reasons.variablesAt(from.name, from.variablesAt) }
  const onThere = [to, ...rivals].find((guest) => guest !== undefined && guest.state !== 'off')
  if (onThere !== undefined) return { kind: 'cannot', why: reasons.guestIsOn(onThere.name) }
  const [rival] = rivals
  if (rival !== undefined) {
    return { kind: 'rival', by: rival.name === from.name ? 'name' : 'uuid', other: rival.name }
  }
  if (to !== undefined) return fateOfChange(sinceEqualOf(from, isOn), to.sinceEqual)
  if (!there.gone.includes(from.name)) return { kind: 'take', why: 'new' }
  return { kind: 'deleted-there', changed: sinceEqualOf(from, isOn) !== 'unchanged' }
}

/** Where the source does not have it. */
function fateOfMissing(to: Guest, from: ListedGuests, isKept: boolean): ImageDecision {
  if (!from.gone.includes(to.name)) return { kind: 'only-there' }
  if (isKept) return { kind: 'kept' }
  if (to.state !== 'off') return { kind: 'cannot', why: reasons.guestIsOn(to.name) }
  return { kind: 'deleted-here', changed: to.sinceEqual !== 'unchanged' }
}
