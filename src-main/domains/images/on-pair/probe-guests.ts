/** What a plan knows of guests of the system's libvirt on both laptops. */
import type { Pair } from '../../../switch/step.ts'
import { findGuestLacks, type Guest, type GuestLack } from '../guest-verbs.ts'
import { guestsIn, type BothGuests } from './guest-fates.ts'
import { readBothGuests } from './guest-runs.ts'
import type { ImageGroup } from './image-group.ts'
import * as texts from './texts.ts'

export interface ProbedGuests {
  readonly both: BothGuests
  readonly plan: {
    readonly silent: string[]
    readonly withoutLibvirt: string[]
    readonly lacks: { guest: string; lacks: GuestLack[] }[]
    readonly elsewhere: { guest: string; disks: string[] }[]
  }
}

export async function probeGuests(pair: Pair, signal: AbortSignal): Promise<ProbedGuests> {
  const { here, there } = await readBothGuests(pair, signal)
  const both = { from: guestsIn(here), to: guestsIn(there) }
  const silent = [
    ...(here.kind === 'silent' ? [pair.from.label] : []),
    ...(there.kind === 'silent' ? [pair.to.label] : []),
  ]
  const isComplete = here.kind === 'guests' && there.kind === 'guests'
  const coming = isComplete ? both.from.guests.filter((guest) => !isThere(guest, both)) : []
  return {
    // What one laptop cannot have is not decided about; its disks come as images do.
    both: isComplete ? both : { from: { guests: [], gone: [] }, to: { guests: [], gone: [] } },
    plan: {
      silent,
      withoutLibvirt: there.kind === 'no-libvirt' ? both.from.guests.map(({ name }) => name) : [],
      lacks: await findLacks(pair, coming, signal),
      elsewhere: coming.flatMap(({ name, elsewhere }) =>
        elsewhere.length === 0 ? [] : [{ guest: name, disks: [...elsewhere] }],
      ),
    },
  }
}

function isThere(guest: Guest, { to }: BothGuests): boolean {
  return to.guests.some(({ uuid, digest }) => uuid === guest.uuid && digest === guest.digest)
}

async function findLacks({ to }: Pair, guests: readonly Guest[], signal: AbortSignal) {
  if (guests.length === 0) return []
  const asked = guests.map(({ uuid, needs }) => ({ uuid, needs }))
  const { lacks } = await to.call(findGuestLacks, { guests: asked }, { signal })
  return lacks.flatMap((one) => {
    const guest = guests.find(({ uuid }) => uuid === one.uuid)?.name
    return guest === undefined || one.lacks.length === 0 ? [] : [{ guest, lacks: one.lacks }]
  })
}

/** Where it is not known which guests there are, no image is replaced: it may be part of one. */
export function decideWith(
  { both, plan }: ProbedGuests,
  decide: (both: BothGuests) => readonly ImageGroup[],
): ImageGroup[] {
  const [silent] = plan.silent
  const groups = decide(both)
  if (silent === undefined) return [...groups]
  const cannot = { kind: 'cannot' as const, why: texts.reasons.libvirtSilent(silent) }
  return groups.map((group) => (isSettled(group) ? group : { ...group, decision: cannot }))
}

/** Nothing would happen to it anyway. */
function isSettled({ decision }: ImageGroup): boolean {
  return decision.kind === 'same' || decision.kind === 'kept' || decision.kind === 'only-there'
}
