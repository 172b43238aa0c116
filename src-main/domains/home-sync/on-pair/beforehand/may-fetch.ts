/** Whether a round may begin now. */
import type { BeforehandWait } from '../../../../contract/beforehand-calls.ts'
import type { LaptopStatus, Overview } from '../../../../contract/calls.ts'

/** `laptop` is what a person calls the one that it is about. */
export interface Waiting {
  readonly why: BeforehandWait
  readonly laptop: string
}

/** Undefined when it may. Only the laptop that has the work sends, and nothing is done on a battery. */
export function whyNotNow(overview: Overview): Waiting | undefined {
  const { here, peer, holder } = overview
  const waiting = (why: BeforehandWait, of: LaptopStatus = here): Waiting => ({ why, laptop: of.laptop.label })
  if (overview.pairing.kind === 'not-paired' || peer === undefined) return waiting('not-paired')
  const away = [here, peer].find(({ connection, facts }) => connection.kind !== 'reachable' || facts === undefined)
  if (away !== undefined) return waiting('away', away)
  if (overview.openSwitch !== undefined || overview.unreadableSwitch !== undefined) return waiting('open-switch')
  if (holder.kind === 'never-switched') return waiting('never-switched')
  if (holder.kind === 'unclear') return waiting('unclear')
  if (holder.by !== here.laptop.name) return waiting('elsewhere', peer)
  const onBattery = [here, peer].find(({ facts }) => facts?.power.plugged !== true)
  return onBattery === undefined ? undefined : waiting('battery', onBattery)
}

const leastFreeBytes = 5_000_000_000
const leastFreeShare = 0.1

/** Whether so many bytes more leave enough: a tenth of the file system, or 5 GB where that is less. */
export function hasRoomFor(
  bytes: number,
  { freeBytes, totalBytes }: { readonly freeBytes: number; readonly totalBytes: number },
): boolean {
  return freeBytes - bytes >= Math.min(leastFreeBytes, totalBytes * leastFreeShare)
}
