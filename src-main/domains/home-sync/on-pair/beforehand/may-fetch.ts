/** Whether a round may begin now. */
import type { BeforehandWait } from '../../../../contract/beforehand-calls.ts'
import { laptopOnBattery } from '../../../../contract/on-battery.ts'
import type { LaptopStatus, Overview } from '../../../../contract/overview-calls.ts'

/** `laptop` is what a person calls the one that it is about. */
export interface Waiting {
  readonly why: BeforehandWait
  readonly laptop: string
}

/** Undefined when it may. Only the laptop that has the work sends, and nothing is done on a battery. */
export function whyNotNow(overview: Overview): Waiting | undefined {
  const { here, peer, holder } = overview
  const waiting = (why: BeforehandWait, of: LaptopStatus = here): Waiting => ({ why, laptop: of.laptop.label })
  if (overview.pairing.kind !== 'paired' || peer === undefined) return waiting('not-paired')
  const away = [here, peer].find(({ connection, facts }) => connection.kind !== 'reachable' || facts === undefined)
  if (away !== undefined) return waiting('away', away)
  if (overview.openSwitch !== undefined || overview.unreadableSwitch !== undefined) return waiting('open-switch')
  if (holder.kind === 'never-switched') return waiting('never-switched')
  if (holder.kind === 'unclear') return waiting('unclear')
  if (holder.by !== here.laptop.name) return waiting('elsewhere', peer)
  const onBattery = laptopOnBattery([here, peer])
  return onBattery === undefined ? undefined : waiting('battery', onBattery)
}
