/** How hand-written services start: their files go with /etc, before this step. */
import { expect, it } from 'vitest'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import type { Answers } from '../../../src-main/contract/preview.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import {
  createLocalUnitsStep,
  type LocalUnitsPlan,
} from '../../../src-main/domains/packages/local-units/on-pair/local-units-step.ts'
import type { UnitChange, PackageUnits } from '../../../src-main/domains/packages/model.ts'
import type { Failure } from '../../../src-main/domains/packages/program-failure.ts'
import { capturePackages, changeUnits } from '../../../src-main/domains/packages/verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { anyStep } from '../../../src-main/switch/any-step.ts'
import type { Pair } from '../../../src-main/switch/step.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { noneOfUsers, noUnits, unremarkable } from './captures.ts'
import { runOutside } from '../../run-outside.ts'

const units = (more: Partial<PackageUnits> = {}): PackageUnits => ({
  ...noUnits,
  ...more,
})

/** What both have can be exchanged, as the steps before this one do. */
async function laptops(here: PackageUnits, there: PackageUnits, rules: readonly PackageRule[] = []) {
  const now = { p17: here, xps: there }
  const done: UnitChange[] = []
  const unitFailures: Failure[] = []
  const refuse = (what: string, words: string): number => unitFailures.push({ what, words })
  const machineAt = async (name: 'p17' | 'xps') => {
    const rest = { nativeArch: 'amd64', architectures: ['amd64'], packages: [], own: [], ...unremarkable, unitFailures }
    const { machine } = await memoryMachine(name, [
      answer(capturePackages, () => Promise.resolve({ ...rest, health: { kind: 'healthy' }, units: now[name] })),
      answer(changeUnits, ({ changes, readAnew }) => {
        expect(readAnew).toBe(true)
        const isRefused = ({ unit }: UnitChange) => unitFailures.some(({ what }) => what === unit)
        const made = changes.filter((one) => !isRefused(one))
        done.push(...made)
        return Promise.resolve({ done: made.length, failures: unitFailures })
      }),
    ])
    return machine
  }
  const pair: Pair = { from: await machineAt('p17'), to: await machineAt('xps') }
  const step = createLocalUnitsStep(() => Promise.resolve(rules))
  const verify = async (plan: LocalUnitsPlan, answers: Answers = {}) =>
    (await step.verify(pair, plan, answers, runOutside)).items
  return { pair, step, now, done, verify, refuse, plan: await step.probe(pair, runOutside) }
}

const mine = { local: ['mine.service'] }
const started = { ...mine, enabled: ['mine.service'] }

it('start on the other laptop as here once their file came with /etc', async () => {
  const { pair, step, plan, now, done, verify } = await laptops(units(started), units())
  const [block] = step.preview(plan, pair).blocks
  expect(block).toMatchObject({
    title: 'Services in /etc',
    changes: [{ name: 'mine.service', detail: 'Starts when XPS starts next, if its file is copied with /etc' }],
  })
  now.xps = units(mine)
  expect(await step.run(pair, plan, {}, runOutside)).toMatchObject({
    items: 1,
    text: '1 hand-written service changed on XPS',
  })
  expect(done).toEqual([{ unit: 'mine.service', change: 'enable' }])
  now.xps = units(started)
  expect(await verify(plan)).toMatchObject([{ verdict: 'same', compared: 1 }])
})

it('are named where systemctl refuses one, and keep nothing else from being done', async () => {
  const both = { local: ['mine.service', 'odd.service'] }
  const { pair, step, plan, now, verify, refuse } = await laptops(units({ ...both, enabled: both.local }), units(both))
  refuse('odd.service', "File '/etc/systemd/system/taken.service' already exists")
  expect(await step.run(pair, plan, {}, runOutside)).toMatchObject({
    items: 1,
    text: '1 hand-written service changed on XPS, 1 service could not be set: odd.service',
  })
  now.xps = units({ ...both, enabled: ['mine.service'] })
  expect(await verify(plan)).toMatchObject([
    { verdict: 'left', differences: [], left: [{ why: 'could not be set on XPS', names: ['odd.service'] }] },
  ])
  expect((await step.verify(pair, plan, {}, runOutside)).notes).toEqual([
    "odd.service could not be set on XPS as it is on the other laptop. It said: File '/etc/systemd/system/taken.service' already exists. The next switch tries it again.",
  ])
})

it('are not tried where their file did not come, and the proof says why they are not compared', async () => {
  const { pair, step, plan, done, verify } = await laptops(units(started), units())
  expect(await step.run(pair, plan, {}, runOutside)).toMatchObject({ items: 0 })
  expect(done).toEqual([])
  expect(await verify(plan)).toMatchObject([
    {
      verdict: 'not-compared',
      text: '1 hand-written service starts on P17 alone: XPS does not have its file, which you decide about under /etc',
      notCompared: { why: 'left-out', names: ['mine.service'] },
    },
  ])
})

it('are not promised to start by a switch of packages alone, which brings no file', async () => {
  const { pair, step } = await laptops(units(started), units())
  const plan = await step.probe(pair, { ...runOutside, scope: 'packages' })
  expect(step.preview(plan, pair)).toMatchObject({ blocks: [], pages: [] })
})

it('are stopped on the other laptop only when that is agreed to', async () => {
  const { pair, step, plan, done, verify } = await laptops(units(mine), units(started))
  const { questions } = step.preview(plan, pair)
  expect(questions.map(({ id, stepId, safeDefault }) => [id, stepId, safeDefault])).toEqual([
    ['unit:mine.service', stepIds.localUnits, 'keep'],
  ])
  await step.run(pair, plan, {}, runOutside)
  expect(done).toEqual([])
  expect(await verify(plan)).toMatchObject([{ verdict: 'as-chosen', chosen: ['mine.service'] }])
  await step.run(pair, plan, { 'unit:mine.service': 'follow' }, runOutside)
  expect(done).toEqual([{ unit: 'mine.service', change: 'disable' }])
  expect(await verify(plan, { 'unit:mine.service': 'follow' })).toMatchObject([{ verdict: 'differs' }])
})

it('stay as they are by a rule, which the plan says', async () => {
  const rules: PackageRule[] = [{ kind: 'unit', name: 'mine.service', decision: 'apart' }]
  const { pair, step, plan, now, verify } = await laptops(units(started), units(mine), rules)
  expect(step.preview(plan, pair).blocks).toMatchObject([
    { kind: 'notice', title: '1 hand-written service left as you chose' },
  ])
  expect(await verify(plan)).toMatchObject([{ verdict: 'as-chosen', chosen: ['mine.service'] }])
  now.xps = units()
  const arriving = await step.probe(pair, runOutside)
  expect(arriving).toMatchObject({ arriving: [], starting: [], ruled: ['mine.service'] })
})

it('are told apart from those of every user', async () => {
  const users = { ...noneOfUsers, local: ['mine.service'], enabled: ['mine.service'] }
  const { plan, verify } = await laptops(units({ users }), units({ users: { ...users, enabled: [] } }))
  expect(plan.units).toEqual([{ unit: 'mine.service', scope: 'users', change: 'enable' }])
  const items = await verify(plan)
  expect(items.map(({ verdict, differences, notCompared }) => [verdict, differences, notCompared?.names])).toEqual([
    ['differs', ['mine.service (of every user)'], undefined],
  ])
})

it('belong to each laptop where they fit its disk or its network, which the proof says', async () => {
  const swap = { local: ['swapfile.swap'] }
  const { plan, now, verify } = await laptops(units({ ...swap, enabled: ['swapfile.swap'] }), units())
  expect(plan).toMatchObject({ units: [], arriving: [], starting: [] })
  now.xps = units(swap)
  expect(await verify(plan)).toMatchObject([
    {
      verdict: 'not-compared',
      text: "1 hand-written service of each laptop's own",
      notCompared: { why: 'left-out', names: ['swapfile.swap'] },
    },
  ])
})

it('ask nothing of either laptop where there is nothing to do', async () => {
  const { pair, step, plan, verify } = await laptops(units(started), units(started))
  expect(step.preview(plan, pair)).toMatchObject({ pages: [], blocks: [], questions: [] })
  expect(await verify(plan)).toMatchObject([{ verdict: 'same', compared: 1 }])
  expect(await anyStep(step).restore(plan).run(pair, {}, runOutside)).toEqual({
    ...{ text: 'No hand-written service was changed on XPS', bytes: 0, items: 0 },
  })
})
