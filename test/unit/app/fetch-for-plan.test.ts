/** What a plan would need is fetched while it is answered: when that begins, and what ends it. */
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { fetchForPlan } from '../../../src-main/app/fetch-for-plan.ts'
import type { LaptopStatus, Overview } from '../../../src-main/contract/overview-calls.ts'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { readLedger, type LedgerView } from '../../../src-main/commons/ledger/verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import type { BeforehandEnd, GetBeforehand } from '../../../src-main/switch/step.ts'
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
    ...{
      planId: 'plan',
      startedBy: 'p17',
      at: '2026-11-20T08:00:00Z',
      steps: [],
      previews: {},
      pages: [],
      kept: {},
      askedAgain: [],
    },
    ...{ from: { name: 'p17', label: 'P17' }, to: { name: 'xps', label: 'XPS' } },
    estimate: { bytes: 0, items: 0, ms: 0 },
  },
}
const free: LedgerView = { holder: { kind: 'none' }, history: [], givenUp: [] }
const { from, to } = planned.plan
const lock: LedgerView['lock'] = {
  ...{
    id: 's',
    of: { kind: 'switch', from, to },
    since: '2026-11-20T08:00:00Z',
    startedBy: 'xps',
    alive: true,
    ours: false,
  },
}

interface Given {
  readonly overview?: Overview
  /** What a laptop says when it is asked whether somebody reserves it. */
  readonly ledger?: () => LedgerView
  readonly isFastLink?: boolean
  /** How a round ends; without it, it lasts until it is stopped. */
  readonly end?: () => BeforehandEnd
  readonly needsNothing?: true
}

/** Tells what became of it, and what was said. */
async function world(state: SwitchState, given: Given = {}) {
  const { overview = usual, ledger = () => free, isFastLink = true, end, needsNothing } = given
  const told: string[] = []
  const said: string[] = []
  const ledgers = [answer(readLedger, () => Promise.resolve(ledger()))]
  const [p17, xps] = await Promise.all([memoryMachine('p17', ledgers), memoryMachine('xps', ledgers)])
  const get: GetBeforehand = async (_pair, signal) => {
    told.push('fetches')
    if (end !== undefined) return end()
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    throw new Error('ended')
  }
  const fetching = fetchForPlan({
    engine: {
      state: () => state,
      beforehand: () => (needsNothing ? undefined : get),
      tellBeforehand: (planId, sentence) => void said.push(`${planId}: ${sentence}`),
    },
    here: () => Promise.resolve(p17.machine),
    reach: { named: () => Promise.resolve(xps.machine) },
    connectIdle: () =>
      Promise.resolve({ from: p17.machine, to: xps.machine, close: () => void told.push('agents ended') }),
    readOverview: () => Promise.resolve(overview),
    isFastLink: () => Promise.resolve(isFastLink),
  })
  return { told, said, fetching }
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
  const { told, fetching } = await world(state, { overview })
  await fetching.run(new AbortController().signal)
  expect(told).toEqual([])
})

it('ends with its agents when it is told to', async () => {
  const { told, fetching } = await world(planned)
  const stop = new AbortController()
  const ended = fetching.run(stop.signal)
  await expect.poll(() => told).toEqual(['fetches'])
  stop.abort()
  await ended
  expect(told).toContain('agents ended')
})

it('ends with its agents when somebody reserves a laptop', async () => {
  let ledger = free
  const { told, fetching } = await world(planned, { ledger: () => ledger })
  const ended = fetching.run(new AbortController().signal)
  await expect.poll(() => told).toEqual(['fetches'])
  await wait(50)
  ledger = { ...free, lock }
  await ended
  expect(told).toContain('agents ended')
})

it('asks nobody for a plan that needs nothing', async () => {
  const { told, said, fetching } = await world(planned, { needsNothing: true })
  await fetching.run(new AbortController().signal)
  expect([told, said]).toEqual([[], []])
})

it('goes on until nothing is missing, and asks no more then', async () => {
  const ends: BeforehandEnd[] = ['incomplete', 'complete', 'complete']
  const { told, said, fetching } = await world(planned, { end: () => ends.shift() ?? 'complete' })
  for (let round = 0; round < 4; round++) await fetching.run(new AbortController().signal)
  expect(told.filter((one) => one === 'fetches')).toHaveLength(2)
  expect(said).toEqual([
    'plan: Downloading beforehand waits: XPS could not download everything. It is tried again in a few minutes.',
    'plan: What no answer changes is already on XPS.',
  ])
})

it('fetches nothing over a slow link, and says so', async () => {
  const { told, said, fetching } = await world(planned, { isFastLink: false })
  await fetching.run(new AbortController().signal)
  expect([told, said]).toEqual([[], ['plan: Downloading beforehand waits: the link to XPS is slow.']])
})

it.each<readonly [BeforehandEnd, string]>([
  ['metered', 'XPS is on a metered connection.'],
  ['little-room', 'XPS has little free space.'],
])('says why nothing was fetched: %s', async (end, why) => {
  const { said, fetching } = await world(planned, { end: () => end })
  await fetching.run(new AbortController().signal)
  expect(said).toEqual([`plan: Downloading beforehand waits: ${why}`])
})
