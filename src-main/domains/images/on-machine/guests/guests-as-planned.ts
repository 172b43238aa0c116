/** Whether guests of this laptop are still what the plan of a switch found, so that they may give way to others. */
import path from 'node:path'
import { listDefinedGuests, listGuestsThatRun } from '../../../../tools/guests/virsh-guests.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { imagesMessages } from '../../messages.ts'
import { commonDigest, readGuestMemory } from './guest-memory.ts'
import { digestOfParts, readParts, readWrittenParts, type GuestParts } from './guest-parts.ts'
import { attemptOf, listKeptGuests, replacedGuests } from './keep-replaced.ts'
import type { Group } from './place-group.ts'

/** What this switch put there itself before it was interrupted may be replaced, too. */
export async function areGuestsAsPlanned(
  group: Group,
  { stateFolder, ...options }: RunOptions & { readonly stateFolder: string },
): Promise<boolean> {
  const { taken, removed, there } = group.guests
  if (taken.length + removed.length === 0) return true
  const memory = readGuestMemory(stateFolder)
  const changing = [...taken.map(({ uuid }) => uuid), ...removed]
  const commonOf = async (parts: GuestParts) => commonDigest(memory, parts.name, await digestOfParts(parts))
  const folder = replacedGuests(attemptOf(group))
  const kept = await listKeptGuests(folder)
  for (const defined of await listDefinedGuests(options)) {
    const isNamed = taken.some(({ name }) => name === defined.name)
    if (!isNamed && !changing.includes(defined.uuid)) continue
    const placed = taken.find(({ uuid }) => uuid === defined.uuid)
    // Begun and not finished: what stood there was kept first.
    const planned = there.find(({ uuid }) => uuid === defined.uuid)
    if (planned === undefined && kept.none.includes(defined.uuid)) continue
    const isKept = kept.defined.includes(defined.uuid)
    if (isKept && (await commonOf(await readWrittenParts(path.join(folder, defined.uuid)))) === planned?.digest)
      continue
    const now = await commonOf(await readParts(defined, options))
    if (now !== planned?.digest && now !== placed?.digest) return false
  }
  return true
}

/** Nothing of a guest that runs is replaced. */
export async function refuseRunning({ guests }: Group, options: RunOptions): Promise<void> {
  const names = new Set(guests.taken.map(({ name }) => name))
  if (names.size + guests.removed.length === 0) return
  const running = await listGuestsThatRun(options)
  const [one] = running.filter(({ uuid, name }) => names.has(name) || guests.removed.includes(uuid))
  if (one !== undefined) throw imagesMessages.guestRuns({ name: one.name })
}
