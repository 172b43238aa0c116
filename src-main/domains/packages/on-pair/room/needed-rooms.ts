/** How much room what comes needs on the target. */
import type { FreeRoom, NeededRoom } from '../../../../contract/preview.ts'
import type { CallOptions, Machine } from '../../../../machine/machine.ts'
import { keyOf, type Capture, type PackageAction } from '../../model.ts'
import { readPackagesRoom } from '../../verbs.ts'

interface Coming {
  readonly actions: readonly PackageAction[]
  readonly downloadBytes: number
}

/**
 * What is installed keeps its file beside it until all is done, and what it replaces is still in the snapshot: nothing is counted as
 * free again. Of what was downloaded beforehand only the rest is.
 */
export async function neededRooms(
  machine: Pick<Machine, 'call'>,
  { actions, downloadBytes }: Coming,
  { from, to }: Readonly<Record<'from' | 'to', Capture>>,
  options: CallOptions,
): Promise<NeededRoom[]> {
  const installedBytes = bytesOf(actions, from, to)
  if (installedBytes + downloadBytes === 0) return []
  const { system, archives } = await machine.call(readPackagesRoom, {}, options)
  const { heldBytes, ...room } = archives
  return roomsFor([
    { bytes: installedBytes, on: system },
    { bytes: Math.max(0, downloadBytes - heldBytes), on: room },
  ])
}

/** As the source says what each takes, or what the target has of it does: their versions hardly differ in this. */
function bytesOf(actions: readonly PackageAction[], from: Capture, to: Capture): number {
  const known = new Map([...to.packages, ...from.packages].map((one) => [keyOf(one), one.installedBytes]))
  const coming = actions.filter(({ act }) => act !== 'remove')
  return coming.reduce((sum, action) => sum + (known.get(keyOf(action)) ?? 0), 0)
}

/** Each place once that has room of its own, and only where something goes there. */
export function roomsFor(all: readonly { readonly bytes: number; readonly on: FreeRoom }[]): NeededRoom[] {
  const rooms = new Map<string, NeededRoom>()
  for (const { bytes, on } of all.filter((one) => one.bytes > 0)) {
    const place = [on.fileSystem, ...(on.quotas ?? []).map(({ group }) => group)].join(' ')
    const before = rooms.get(place)
    const freeBytes = Math.min(on.freeBytes, before?.freeBytes ?? Infinity)
    rooms.set(place, { ...on, bytes: bytes + (before?.bytes ?? 0), freeBytes })
  }
  return [...rooms.values()]
}
