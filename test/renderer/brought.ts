/** What somebody who sits at XPS 13 sees while they bring the work of P17 there, and what P17 shows of it. */
import { calls } from '../../src-main/contract/calls.ts'
import type { Overview } from '../../src-main/contract/overview-calls.ts'
import type { SwitchState } from '../../src-main/contract/switch-state.ts'
import { here, overview, p17, peer, xps } from './laptops.ts'
import { packagesPlan, planOf } from './plans.ts'
import { playPlan } from './play.ts'
import { finishedStatuses, interruptedState, proofOf, runningState } from './runs.ts'
import type { World } from './memory-binding.ts'

export const broughtPlan = { ...planOf(), startedBy: xps.name }

/** The two laptops as XPS 13 has them: P17 has had the latest work for two days. */
export const atXps: Overview = {
  ...overview,
  here: { ...peer, here: true, connection: here.connection },
  peer: { ...here, here: false, connection: peer.connection },
}
export const atXpsAway: Overview = {
  ...atXps,
  peer: {
    ...here,
    here: false,
    connection: {
      kind: 'unreachable',
      error: { code: 'unreachable', message: 'P17 does not answer.', hint: 'Check that P17 is on.' },
      lastSeenAt: '2026-11-20T07:14:00.000Z',
    },
  },
}

const since = '2026-11-20T07:58:00.000Z'
const open = { switchId: 's9', from: p17, to: xps, since, startedBy: xps.name }
/** As P17 has them. */
export const broughtAway: Overview = {
  ...overview,
  openSwitch: { ...open, running: true, progress: { fraction: 0.42, leftMs: 220_000, verifying: false } },
}
export const broughtAwayStopped: Overview = { ...overview, openSwitch: { ...open, running: false } }

export const bringing = {
  running: { ...runningState('2026-11-20T07:59:59.000Z'), plan: broughtPlan },
  stopped: {
    ...interruptedState('lost'),
    plan: broughtPlan,
    error: { code: 'unreachable', message: 'P17 does not answer.', hint: 'Check that P17 is on and awake.' },
  },
  done: { kind: 'done', plan: broughtPlan, proof: proofOf(), statuses: finishedStatuses },
} as const satisfies Record<string, SwitchState>

/** Plans the way that it is asked for, which has to be said in full. */
export const planAsAsked: World['answers'][string] = (input, push) => {
  const { from, to, scope } = calls.switchPlan.input.parse(input)
  const taken = [p17, xps].find(({ name }) => name === to)
  const left = [p17, xps].find(({ name }) => name === from)
  if (taken === undefined || left === undefined || taken === left) throw new Error('the way is not said in full')
  const plan = scope === 'packages' ? packagesPlan() : broughtPlan
  return playPlan({ ...plan, from: left, to: taken }, push, 60)
}
