/** What is set for snaps: a channel follows, everything else is told and never called the same. */
import { expect, it } from 'vitest'
import type { LastSwitch } from '../../../src-main/commons/capability/app-capability.ts'
import { areaVerdict, overallVerdict } from '../../../src-main/contract/proof/area-verdict.ts'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import { packagesDeclaration } from '../../../src-main/domains/packages/on-pair/packages-step.ts'
import { checkAllSnaps } from '../../../src-main/domains/packages/snap/on-pair/source.ts'
import { snapSettingsTold } from '../../../src-main/domains/packages/snap/on-pair/snap-settings.ts'
import { checkTold, createToldStep } from '../../../src-main/domains/packages/told/on-pair/told-step.ts'
import type { Pair } from '../../../src-main/switch/step.ts'
import { runOutside } from '../../run-outside.ts'
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
const checkOf = (pair: Pair, rules: readonly PackageRule[] = [], last?: LastSwitch) =>
  checkAllSnaps(() => Promise.resolve(rules))(pair, last, { signal })

const told = () => createToldStep(packagesDeclaration, snapSettingsTold)

interface ByHand {
  readonly name: string
  readonly command: string
  readonly snap?: Partial<DoubleSnap>
  readonly more?: Partial<DoubleState>
}

const byHands: readonly ByHand[] = [
  { name: 'maps (held)', command: 'snap refresh --hold maps', snap: { hold: forever } },
  { name: 'maps (turned off)', command: 'snap disable maps', snap: { status: 'installed' } },
  {
    ...{ name: 'maps:camera :camera (connected)', command: 'snap connect maps:camera :camera' },
    more: { established: [byHand('maps', 'camera')] },
  },
  {
    ...{ name: 'maps:home :home (disconnected)', command: 'snap disconnect maps:home :home' },
    more: { undesired: [byHand('maps', 'home')] },
  },
  {
    ...{ name: 'm maps.maps (alias)', command: 'snap alias maps.maps m' },
    more: { aliases: aliasesOf('maps', { m: 'maps' }) },
  },
]

it.each(byHands)(
  'tells by name what one laptop alone has, with the command, and sets it nowhere: $name',
  async ({ name, command, snap, more }) => {
    const having = () => doubleState({ snaps: [doubleSnap('maps', snap)], ...more })
    const to = doubleState({ snaps: [doubleSnap('maps')] })
    const pair = await pairOf(having(), to)
    const plan = await told().probe(pair, runOutside)
    expect(told().preview(plan, pair)).toMatchObject({
      summary: '1 setting of snaps not copied',
      blocks: [{ changes: [{ effect: 'cannot', name, detail: `For the same there: sudo ${command}` }] }],
    })
    await stepWith().run(pair, await planOf(pair), {}, runOutside)
    expect(to.told).toEqual([])
    expect((await told().verify(pair, plan, {}, runOutside)).items).toMatchObject([
      { title: 'Snap settings', verdict: 'not-compared', notCompared: { count: 1, names: [name] } },
    ])
    const back = await pairOf(doubleState({ snaps: [doubleSnap('maps')] }), having())
    expect((await told().verify(back, plan, {}, runOutside)).items[0]?.text).toBe(
      '1 setting only on XPS. Holds, connections and aliases of snaps, and that one is off, are not copied',
    )
    const area = await checkTold(snapSettingsTold)(back, undefined, { signal })
    expect(area.notCompared.items).toEqual([{ path: name, differsIn: ['missing'], onlyOn: 'XPS' }])
    expect((await planOf(back)).follow).toEqual([])
  },
)

it('tells nothing of a snap that one laptop alone has', async () => {
  const pair = await pairOf(doubleState({ snaps: [doubleSnap('maps', { hold: forever })] }), doubleState())
  expect(await told().probe(pair, runOutside)).toEqual({ onlyHere: [] })
})

const edge = { 'tracking-channel': 'latest/edge' }

it('says of a channel that was changed since the plan that it is not set there', async () => {
  const from = doubleState({ snaps: [doubleSnap('maps')] })
  const pair = await pairOf(from, doubleState({ snaps: [doubleSnap('maps')] }))
  const plan = await planOf(pair)
  from.snaps = [doubleSnap('maps', edge)]
  const { items } = await stepWith().verify(pair, plan, {}, runOutside)
  expect(items[0]).toMatchObject({ verdict: 'left', differences: [] })
  expect(items[0]?.left).toEqual([{ why: 'not in the plan, so not set on XPS', count: 1, names: ['maps (setting)'] }])
})

it('counts as chosen a channel that a rule leaves as it is on each laptop', async () => {
  const rules: readonly PackageRule[] = [{ kind: 'snap', name: 'ma*', decision: 'never' }]
  const pair = await pairOf(
    doubleState({ snaps: [doubleSnap('maps', edge), doubleSnap('mate')] }),
    doubleState({ snaps: [doubleSnap('maps'), doubleSnap('mate')] }),
  )
  const step = stepWith(rules)
  const plan = await planOf(pair, rules)
  expect(plan).toMatchObject({ follow: [], keptChannels: ['maps'] })
  expect(step.preview(plan, pair).blocks).toMatchObject([
    { kind: 'notice', tone: 'info', title: '1 snap is left as you chose' },
  ])
  const { items } = await step.verify(pair, plan, {}, runOutside)
  expect(items[0]).toMatchObject({ verdict: 'as-chosen', chosen: ['maps (setting)'] })
  expect(items[0]).not.toHaveProperty('left')
  const area = await checkOf(pair, rules)
  expect(area.asChosen.items.map(({ path }) => path)).toEqual(['maps (setting)'])
  expect([areaVerdict(area), area.notCompared.count]).toEqual(['as-chosen', 0])
})

it('differs in the full check where a channel is another one, until the last proof names it', async () => {
  const pair = await pairOf(
    doubleState({ snaps: [doubleSnap('maps', edge)] }),
    doubleState({ snaps: [doubleSnap('maps')] }),
  )
  expect((await checkOf(pair)).differs.items).toEqual([{ path: 'maps (setting)', differsIn: ['contents'] }])
  const last: LastSwitch = {
    switchId: 's1',
    ...{ chosen: () => new Set(), left: () => new Set(), open: () => new Set(['maps (setting)']) },
  }
  const later = await checkOf(pair, [], last)
  expect([later.differs.count, later.notCompared.items.map(({ path }) => path)]).toEqual([0, ['maps (setting)']])
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
