/** What a plan would need is fetched while it is answered: when that begins, and what ends it. */
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { fetchForPlan } from '../../../src-main/app/fetch-for-plan.ts'
import type { LaptopStatus, Overview } from '../../../src-main/contract/calls.ts'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { readLedger, type LedgerView } from '../../../src-main/commons/ledger/verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

const facts: NonNullable<LaptopStatus['facts']> = {
  ...{ askedAt: '2026-11-20T08:00:00Z', system: 'Debian', agentVersion: '0.1.0', power: { plugged: true } },
  disk: { freeBytes: 1, totalBytes: 2 },
}
const laptop = (name: string, here: boolean): LaptopStatus => ({
  ...{ laptop: { name, label: name.toUpperCase() }, here, connection: { kind: 'reachable', roundTripMs: 1 }, facts },
})
const usual: Overview = {
  ...{ version: '0.1.0', pairing: { kind: 'paired' }, here: laptop('p17', true), peer: laptop('xps', false) },
  ...{ holder: { kind: 'never-switched' }, history: [] },
}
const planned: Extract<SwitchState, { kind: 'planned' }> = {
  kind: 'planned',
  plan: {
    ...{ planId: 'plan', at: '2026-11-20T08:00:00Z', steps: [], previews: {}, pages: [], kept: {}, askedAgain: [] },
    ...{ from: { name: 'p17', label: 'P17' }, to: { name: 'xps', label: 'XPS' } },
    estimate: { bytes: 0, items: 0, ms: 0 },
  },
}
const free: LedgerView = { holder: { kind: 'none' }, history: [], givenUp: [] }
const { from, to } = planned.plan
const lock: LedgerView['lock'] = {
  ...{ switchId: 's', from, to, since: '2026-11-20T08:00:00Z', startedBy: 'xps', alive: true, ours: false },
}

/** Tells what became of it; `ledger` is what a laptop says when it is asked whether somebody reserves it. */
async function world(state: SwitchState, overview: Overview, ledger = () => free) {
  const told: string[] = []
  const ledgers = [answer(readLedger, () => Promise.resolve(ledger()))]
  const [p17, xps] = await Promise.all([memoryMachine('p17', ledgers), memoryMachine('xps', ledgers)])
  const fetching = fetchForPlan({
    engine: {
      state: () => state,
      beforehand: async (_pair, signal) => {
        told.push('fetches')
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        throw new Error('ended')
      },
    },
    here: () => Promise.resolve(p17.machine),
    reach: { named: () => Promise.resolve(xps.machine) },
    connectIdle: () =>
      Promise.resolve({ from: p17.machine, to: xps.machine, close: () => void told.push('agents ended') }),
    readOverview: () => Promise.resolve(overview),
  })
  return { told, fetching }
}

it.each<readonly [string, SwitchState, Overview]>([
  ['no plan is shown', { kind: 'idle' }, usual],
  [
    'this laptop is on battery',
    planned,
    { ...usual, here: { ...laptop('p17', true), facts: { ...facts, power: { plugged: false } } } },
  ],
  [
    'nobody knows whether the other one is',
    planned,
    {
      ...usual,
      peer: { laptop: { name: 'xps', label: 'XPS' }, here: false, connection: { kind: 'reachable', roundTripMs: 1 } },
    },
  ],
  [
    'a switch cannot be read',
    planned,
    { ...usual, unreadableSwitch: { switchId: 's', at: '', error: { code: 'unreachable', message: '', hint: '' } } },
  ],
])('begins nothing while %s', async (_when, state, overview) => {
  const { told, fetching } = await world(state, overview)
  await fetching.run(new AbortController().signal)
  expect(told).toEqual([])
})

it('ends with its agents when it is told to', async () => {
  const { told, fetching } = await world(planned, usual)
  const stop = new AbortController()
  const ended = fetching.run(stop.signal)
  await expect.poll(() => told).toEqual(['fetches'])
  stop.abort()
  await ended
  expect(told).toContain('agents ended')
})

it('ends with its agents when somebody reserves a laptop', async () => {
  let ledger = free
  const { told, fetching } = await world(planned, usual, () => ledger)
  const ended = fetching.run(new AbortController().signal)
  await expect.poll(() => told).toEqual(['fetches'])
  await wait(50)
  ledger = { ...free, lock }
  await ended
  expect(told).toContain('agents ended')
})
