/** How much room apps need on the laptop that is taken. */
import type { NeededRoom } from '../../../../contract/preview.ts'
import { roomsFor } from '../../on-pair/room/needed-rooms.ts'
import type { FlatpakCapture } from '../model.ts'
import type { FlatpakPlan } from './flatpak-plan.ts'

/** With the runtimes that they bring; of those that wait for a question about their source, none. */
export function roomsForFlatpaks(
  { install, update }: Pick<FlatpakPlan, 'install' | 'update'>,
  from: FlatpakCapture,
  to: FlatpakCapture,
): NeededRoom[] {
  const sources = new Set(to.remotes.map(({ name }) => name))
  const coming = [...install.filter(({ remote }) => sources.has(remote)), ...update]
  const needed = new Set(coming.map(({ runtime }) => runtime))
  const there = new Set(to.flatpaks.map(({ ref }) => ref))
  const runtimes = from.flatpaks.filter(({ ref }) => needed.has(ref) && !there.has(ref))
  const sizes = new Map([...coming, ...runtimes].map((one) => [one.ref, one.installedBytes]))
  return roomsFor([...sizes.values()].map((bytes) => ({ bytes, on: to.room })))
}
