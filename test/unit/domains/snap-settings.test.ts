/** What is set for snaps on one laptop alone, or otherwise on both: told in the plan, and never called the same. */
import { expect, it } from 'vitest'
import type { LastSwitch } from '../../../src-main/commons/capability/app-capability.ts'
import { areaVerdict, overallVerdict } from '../../../src-main/contract/proof/area-verdict.ts'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import { checkAllSnaps } from '../../../src-main/domains/packages/snap/on-pair/check-snaps.ts'
import type { Pair } from '../../../src-main/switch/step.ts'
import { runOutside } from '../../laptops-agents.ts'
import {
  doubleSnap,
  doubleState,
  forever,
  type DoubleConnection,
  type DoubleSnap,
  type DoubleState,
} from '../../snapd-double.ts'
import { planOf, snapLaptops, stepWith } from './snap-laptops.ts'

const { pairOf } = snapLaptops()
const { signal } = new AbortController()

const byHand = (snap: string, plug: string): DoubleConnection => ({
  ...{ plug: { snap, plug }, slot: { snap: 'snapd', slot: plug } },
  ...{ interface: plug, manual: true },
})
const aliasesOf = (snap: string, names: Readonly<Record<string, string>>): DoubleState['aliases'] => ({
  [snap]: Object.fromEntries(
    Object.entries(names).map(([alias, app]) => [alias, { command: `${snap}.${app}`, status: 'manual', manual: app }]),
  ),
})
const settingsIn = (step: ReturnType<typeof stepWith>, plan: Awaited<ReturnType<typeof planOf>>, pair: Pair) =>
  step.preview(plan, pair).blocks.flatMap((block) => (block.kind === 'changes' ? block.changes : []))
const checkOf = (pair: Pair, rules: readonly PackageRule[] = [], last?: LastSwitch) =>
  checkAllSnaps(() => Promise.resolve(rules))(pair, last, { signal })

interface Alone {
  readonly what: string
  readonly name: string
  readonly detail: string
  readonly snap?: Partial<DoubleSnap>
  readonly more?: Partial<DoubleState>
}

const alone: readonly Alone[] = [
  { what: 'a hold', name: 'maps', detail: 'Held on XPS alone, and stays so', snap: { hold: forever } },
  { what: 'being off', name: 'maps', detail: 'Turned off on XPS alone, and stays so', snap: { status: 'installed' } },
  {
    ...{ what: 'a connection', name: 'maps:camera', detail: 'May use camera on XPS alone, and stays so' },
    more: { established: [byHand('maps', 'camera')] },
  },
  {
    ...{ what: 'a refusal', name: 'maps:home', detail: 'May not use home on XPS alone, and stays so' },
    more: { undesired: [byHand('maps', 'home')] },
  },
  {
    ...{ what: 'an alias', name: 'm', detail: 'Command for maps.maps on XPS alone, and stays so' },
    more: { aliases: aliasesOf('maps', { m: 'maps' }) },
  },
]

it.each(alone)(
  'keeps $what that only the laptop that is taken has, and names it in plan, proof and full check',
  async ({ name, detail, snap, more }) => {
    const pair = await pairOf(
      doubleState({ snaps: [doubleSnap('maps')] }),
      doubleState({ snaps: [doubleSnap('maps', snap)], ...more }),
    )
    const step = stepWith()
    const plan = await planOf(pair)
    expect(settingsIn(step, plan, pair)).toMatchObject([{ effect: 'keep', name, kind: 'snap', detail }])
    expect(await step.run(pair, plan, {}, runOutside)).toMatchObject({ items: 0 })
    const { items } = await step.verify(pair, plan, {}, runOutside)
    expect(items).toMatchObject([
      {
        ...{ title: 'Snaps', verdict: 'left', compared: 1, chosen: [], differences: [] },
        left: [{ why: 'set on XPS alone', count: 1, names: [`${name} (setting)`] }],
      },
    ])
    const area = await checkOf(pair)
    expect(area.notCompared.items).toEqual([{ path: `${name} (setting)`, differsIn: ['missing'], onlyOn: 'XPS' }])
    expect([areaVerdict(area), area.differs.count]).toEqual(['not-compared', 0])
  },
)

it.each([
  ['of the same snap', 'maps', { m: 'routes' }],
  ['of another snap', 'mail', { m: 'mail' }],
] as const)('leaves an alias that is for another app %s there, and says so', async (_what, snap, names) => {
  const snaps = () => [doubleSnap('maps'), doubleSnap('mail')]
  const to = doubleState({ snaps: snaps(), aliases: aliasesOf(snap, names) })
  const pair = await pairOf(doubleState({ snaps: snaps(), aliases: aliasesOf('maps', { m: 'maps' }) }), to)
  const step = stepWith()
  const plan = await planOf(pair)
  const app = `${snap}.${names.m}`
  expect(settingsIn(step, plan, pair)).toMatchObject([
    { effect: 'keep', name: 'm', kind: 'snap', detail: `Stays the command for ${app} on XPS` },
  ])
  await step.run(pair, plan, {}, runOutside)
  expect(to.told).toEqual([])
  const { items } = await step.verify(pair, plan, {}, runOutside)
  expect(items[0]).toMatchObject({
    verdict: 'left',
    left: [{ why: 'a command for another app on XPS', count: 1, names: ['m (setting)'] }],
  })
  const area = await checkOf(pair)
  expect(area.notCompared.items).toEqual([{ path: 'm (setting)', differsIn: ['contents'] }])
})

it('does what was set for a connection on the laptop that is left, and says nothing of the other way round', async () => {
  const from = doubleState({ snaps: [doubleSnap('maps')], undesired: [byHand('maps', 'home')] })
  const to = doubleState({ snaps: [doubleSnap('maps')], established: [byHand('maps', 'home')] })
  const plan = await planOf(await pairOf(from, to))
  expect([plan.connections.length, plan.settingsThere]).toEqual([1, []])
})

it('says of what was set since the plan, or could not be planned, that it is not set there', async () => {
  const from = doubleState({ snaps: [doubleSnap('maps')], aliases: aliasesOf('maps', { r: 'maps' }) })
  const to = doubleState({ snaps: [doubleSnap('maps'), doubleSnap('radio')], aliases: aliasesOf('radio', { r: 'fm' }) })
  const pair = await pairOf(from, to)
  const step = stepWith()
  const plan = await planOf(pair)
  expect(plan.settingsThere.map(({ name }) => name)).toEqual(['r'])
  const answers = { 'snap-remove:radio': 'remove' }
  await step.run(pair, plan, answers, runOutside)
  to.aliases = {}
  from.snaps = [doubleSnap('maps', { hold: forever })]
  const { items } = await step.verify(pair, plan, answers, runOutside)
  expect(items[0]).toMatchObject({ verdict: 'left', differences: [] })
  expect(items[0]?.left).toEqual([
    { why: 'not in the plan, so not set on XPS', count: 2, names: ['maps (setting)', 'r (setting)'] },
  ])
})

it('counts as chosen what a rule leaves as it is on each laptop, whichever of them has it', async () => {
  const rules: readonly PackageRule[] = [{ kind: 'snap', name: 'ma*', decision: 'never' }]
  const held = { hold: forever }
  const pair = await pairOf(
    doubleState({ snaps: [doubleSnap('maps', held), doubleSnap('mail'), doubleSnap('mate')] }),
    doubleState({ snaps: [doubleSnap('maps'), doubleSnap('mail', held), doubleSnap('mate')] }),
  )
  const step = stepWith(rules)
  const plan = await planOf(pair, rules)
  expect(plan).toMatchObject({ hold: [], settingsThere: [], keptSettings: ['maps', 'mail'] })
  expect(step.preview(plan, pair).blocks).toMatchObject([
    { kind: 'notice', tone: 'info', title: '2 snaps are left as you chose' },
  ])
  const { items } = await step.verify(pair, plan, {}, runOutside)
  expect(items[0]).toMatchObject({ verdict: 'as-chosen', chosen: ['maps (setting)', 'mail (setting)'], left: [] })
  const area = await checkOf(pair, rules)
  expect(area.asChosen.items.map(({ path }) => path)).toEqual(['maps (setting)', 'mail (setting)'])
  expect([areaVerdict(area), area.notCompared.count]).toEqual(['as-chosen', 0])
})

it('differ in the full check where the laptop that is left alone has them, until the last proof names them', async () => {
  const from = doubleState({
    snaps: [doubleSnap('maps', { 'tracking-channel': 'latest/edge' })],
    established: [byHand('maps', 'camera')],
  })
  const pair = await pairOf(from, doubleState({ snaps: [doubleSnap('maps')] }))
  const area = await checkOf(pair)
  expect(area.differs.items).toEqual([
    { path: 'maps (setting)', differsIn: ['contents'] },
    { path: 'maps:camera (setting)', differsIn: ['contents'] },
  ])
  const last: LastSwitch = {
    switchId: 's1',
    ...{ chosen: () => new Set(), left: () => new Set(), open: () => new Set(['maps:camera (setting)']) },
  }
  const later = await checkOf(pair, [], last)
  expect(later.differs.items.map(({ path }) => path)).toEqual(['maps (setting)'])
  expect(later.notCompared.items.map(({ path }) => path)).toEqual(['maps:camera (setting)'])
})

it('are not compared, nor are the snaps, where snapd on one laptop does not answer', async () => {
  const withSnaps = () => doubleState({ snaps: [doubleSnap('core22', { type: 'base' }), doubleSnap('radio')] })
  const sides = [
    { from: withSnaps(), to: 'deaf' as const, label: 'XPS', names: ['radio'] },
    { from: 'deaf' as const, to: withSnaps(), label: 'P17', names: ['radio'] },
    { from: 'deaf' as const, to: 'absent' as const, label: 'P17', names: [] },
    { from: 'deaf' as const, to: 'deaf' as const, label: 'P17 and XPS', names: [] },
  ]
  for (const { from, to, label, names } of sides) {
    const pair = await pairOf(from, to)
    const step = stepWith()
    const plan = await planOf(pair)
    const count = names.length
    expect(await step.verify(pair, plan, {}, runOutside)).toMatchObject({
      items: [
        {
          ...{ title: 'Snaps', verdict: 'not-compared', compared: 0, differences: [] },
          text: `Snaps were neither copied nor compared, because snapd on ${label} did not answer`,
          notCompared: { why: 'left-out', count, what: `${count} ${count === 1 ? 'snap' : 'snaps'}`, names },
        },
      ],
      notes: [],
    })
    const area = await checkOf(pair)
    // Something else may have been compared, and all the same not everything is.
    const others = { ...area, compared: 1, notCompared: { count: 0, items: [] } }
    expect([area.differs.count, areaVerdict(area), overallVerdict([area, others])]).toEqual([
      ...[0, 'not-compared', 'not-compared'],
    ])
    expect(area.notCompared.items.map(({ path }) => path)).toEqual(count === 0 ? ['snapd'] : names)
    expect(area.notes).toEqual([`Snaps were not compared, because snapd on ${label} did not answer`])
  }
})

it('are not compared where snapd answered to the plan alone, or to the proof alone', async () => {
  const withMaps = () => doubleState({ snaps: [doubleSnap('maps')] })
  const step = stepWith()
  const heard = await planOf(await pairOf(withMaps(), withMaps()))
  const now = await step.verify(await pairOf(withMaps(), 'deaf'), heard, {}, runOutside)
  expect(now.items).toMatchObject([
    { verdict: 'not-compared', text: 'Snaps were not compared, because snapd on XPS did not answer' },
  ])
  // Nothing was copied: what only one of them has is no accident.
  const unheard = await planOf(await pairOf(withMaps(), 'deaf'))
  const later = await step.verify(await pairOf(withMaps(), doubleState()), unheard, {}, runOutside)
  expect(later.items).toMatchObject([
    { verdict: 'not-compared', text: 'Snaps were neither copied nor compared, because snapd on XPS did not answer' },
  ])
})
