/** What a plan would need is fetched while the person answers it. */
import type { IdlePair, IdleWork } from '../commons/capability/app-capability.ts'
import { onIdlePair } from '../commons/capability/on-idle-pair.ts'
import type { Overview } from '../contract/calls.ts'
import { laptopOnBattery } from '../contract/on-battery.ts'
import { orAborted } from '../kernel/or-aborted.ts'
import type { Machine } from '../machine/machine.ts'
import type { Reach } from '../machine/reach.ts'
import type { Engine } from '../switch/engine.ts'

export interface PlanFetchParts {
  readonly engine: Pick<Engine, 'state' | 'beforehand'>
  readonly here: () => Promise<Machine>
  readonly reach: Pick<Reach, 'named'>
  readonly connectIdle: () => Promise<IdlePair>
  readonly readOverview: () => Promise<Overview>
}

/** Where it was stopped before its end, it goes on. */
const everyMs = 5 * 60_000

/** Nothing is fetched on a battery, or while a switch is open on either laptop. */
export function fetchForPlan({ engine, here, reach, connectIdle, readOverview }: PlanFetchParts): IdleWork {
  return {
    everyMs,
    run: async (signal) => {
      if (engine.state().kind !== 'planned') return
      const overview = await orAborted(signal, readOverview())
      if (overview.peer === undefined || !mayFetch(overview)) return
      const watched = await orAborted(signal, Promise.all([here(), reach.named(overview.peer.laptop.name)]))
      await onIdlePair({ connect: connectIdle, watched, signal }, (pair, stopped) => engine.beforehand(pair, stopped))
    },
  }
}

function mayFetch({ here, peer, openSwitch, unreadableSwitch }: Overview): boolean {
  const laptops = [here, ...(peer === undefined ? [] : [peer])]
  return openSwitch === undefined && unreadableSwitch === undefined && laptopOnBattery(laptops) === undefined
}
