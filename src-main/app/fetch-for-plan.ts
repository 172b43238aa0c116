/** What a plan would need is fetched while the person answers it. */
import type { IdlePair, IdleWork } from '../commons/capability/app-capability.ts'
import { onIdlePair } from '../commons/capability/on-idle-pair.ts'
import type { Overview } from '../contract/overview-calls.ts'
import { laptopOnBattery } from '../contract/on-battery.ts'
import { orAborted } from '../kernel/or-aborted.ts'
import type { Machine } from '../machine/machine.ts'
import type { Reach } from '../machine/reach.ts'
import type { Engine } from '../switch/engine.ts'
import { forPlan as texts } from './texts.ts'

export interface PlanFetchParts {
  readonly engine: Pick<Engine, 'state' | 'beforehand' | 'tellBeforehand'>
  readonly here: () => Promise<Machine>
  readonly reach: Pick<Reach, 'named'>
  readonly connectIdle: () => Promise<IdlePair>
  readonly readOverview: () => Promise<Overview>
  /** Of the link to the other laptop. */
  readonly isFastLink: (peer: Machine, signal: AbortSignal) => Promise<boolean>
}

/** Where it was stopped before its end, it goes on. */
const everyMs = 5 * 60_000

/** Nothing is fetched on a battery, over a slow or metered link, or while a switch is open on either laptop; and for no plan again once all is there. */
export function fetchForPlan(parts: PlanFetchParts): IdleWork {
  const { engine, here, reach, connectIdle, readOverview, isFastLink } = parts
  let complete: string | undefined
  return {
    everyMs,
    run: async (signal) => {
      const state = engine.state()
      const get = engine.beforehand()
      if (state.kind !== 'planned' || get === undefined || state.plan.planId === complete) return
      const { planId, to } = state.plan
      const tell = (sentence: string): void => engine.tellBeforehand(planId, sentence)
      const overview = await orAborted(signal, readOverview())
      if (overview.peer === undefined || isOpen(overview)) return
      const onBattery = laptopOnBattery([overview.here, overview.peer])
      if (onBattery !== undefined) {
        tell(texts.battery(onBattery.laptop.label))
        return
      }
      const [own, peer] = await orAborted(signal, Promise.all([here(), reach.named(overview.peer.laptop.name)]))
      if (!(await isFastLink(peer, signal))) {
        tell(texts['slow-link'](overview.peer.laptop.label))
        return
      }
      const outcome = await onIdlePair({ connect: connectIdle, watched: [own, peer], signal }, get)
      if (outcome.kind === 'stopped') return
      if (outcome.value === 'complete') complete = planId
      tell(texts[outcome.value](to.label))
    },
  }
}

function isOpen({ openSwitch, unreadableSwitch }: Overview): boolean {
  return openSwitch !== undefined || unreadableSwitch !== undefined
}
