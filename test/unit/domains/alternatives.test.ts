import { expect, it } from 'vitest'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import { createAlternativesStep } from '../../../src-main/domains/packages/alternatives/on-pair/alternatives-step.ts'
import { checkAllAlternatives } from '../../../src-main/domains/packages/alternatives/on-pair/source.ts'
import {
  captureAlternatives,
  chooseAlternatives,
  type Alternative,
  type Alternatives,
} from '../../../src-main/domains/packages/alternatives/verbs.ts'
import { packagesDeclaration } from '../../../src-main/domains/packages/on-pair/packages-step.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import type { Pair } from '../../../src-main/switch/step.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { runOutside } from '../../run-outside.ts'

/** One that remembers what it is told, and offers all but what is called "absent". */
async function laptopWith(name: string, chosen: Readonly<Record<string, string>>, automatic: readonly string[]) {
  const manual = new Map(Object.entries(chosen))
  const names = new Set([...manual.keys(), ...automatic])
  const isOffered = ({ name: one, path }: Alternative) => names.has(one) && !path.includes('absent')
  const capture = (): Alternatives => ({
    chosen: [...manual].map(([one, path]) => ({ name: one, path })),
    automatic: [...names].filter((one) => !manual.has(one)),
  })
  const { machine } = await memoryMachine(name, [
    answer(captureAlternatives, ({ wanted }) =>
      Promise.resolve({ ...capture(), notOffered: wanted.filter((one) => !isOffered(one)) }),
    ),
    answer(chooseAlternatives, ({ wanted, automatic: reset }) => {
      const possible = wanted.filter(isOffered)
      possible.forEach((one) => manual.set(one.name, one.path))
      reset.forEach((one) => manual.delete(one))
      return Promise.resolve({ done: possible.length + reset.length })
    }),
  ])
  return { machine, manual }
}

async function pairWith() {
  const from = await laptopWith('P17', { editor: '/bin/vim', pager: '/bin/less', same: '/bin/a' }, ['browser', 'shell'])
  const to = await laptopWith(
    'XPS',
    { editor: '/bin/nano', browser: '/bin/firefox', same: '/bin/a', own: '/bin/own' },
    ['pager'],
  )
  return { pair: { from: from.machine, to: to.machine } satisfies Pair, there: to.manual }
}

const stepWith = (...rules: readonly PackageRule[]) =>
  createAlternativesStep(packagesDeclaration, () => Promise.resolve(rules))
const rule = (name: string, decision: PackageRule['decision']): PackageRule => ({ kind: 'alternative', name, decision })

it('asks before it overwrites what somebody set by hand, and leaves it where nobody agrees', async () => {
  const { pair, there } = await pairWith()
  const step = stepWith()
  const plan = await step.probe(pair, runOutside)
  const { blocks, questions, summary } = step.preview(plan, pair)
  expect(summary).toBe('1 default program to set, 2 default programs to decide')
  expect(blocks).toMatchObject([{ title: 'Default programs', changes: [{ name: 'pager', detail: '/bin/less' }] }])
  expect(questions.map(({ id, safeDefault }) => [id, safeDefault])).toEqual([
    ['alternative:editor', 'keep'],
    ['alternative:browser', 'keep'],
  ])
  expect(questions[0]?.choices.map(({ label }) => label)).toEqual(["Keep XPS's", "Use P17's", "Keep, don't ask again"])
  expect(questions[0]?.reason).toBe('P17: /bin/vim · XPS: /bin/nano, set by hand')
  await step.run(pair, plan, {}, runOutside)
  expect(Object.fromEntries(there)).toMatchObject({ editor: '/bin/nano', browser: '/bin/firefox', pager: '/bin/less' })
  const [item] = (await step.verify(pair, plan, {}, runOutside)).items
  expect(item).toMatchObject({
    ...{ verdict: 'left', compared: 2, chosen: ['editor', 'browser'], differences: [] },
    left: [{ why: 'set by hand on XPS only', names: ['own'] }],
  })
  const unsaid = { ...runOutside, unanswered: new Set(['alternative:browser']) }
  const [unanswered] = (await step.verify(pair, plan, {}, unsaid)).items
  expect(unanswered).toMatchObject({ chosen: ['editor'], left: [{ undecided: true, names: ['browser'] }, {}] })
})

it('sets what was agreed to, also back to what follows what is installed, and proves it', async () => {
  const { pair, there } = await pairWith()
  const step = stepWith()
  const plan = await step.probe(pair, runOutside)
  const answers = { 'alternative:editor': 'follow', 'alternative:browser': 'follow' }
  const [before] = (await step.verify(pair, plan, answers, runOutside)).items
  expect(before?.differences).toEqual(['editor', 'pager', 'browser'])
  expect((await step.run(pair, plan, answers, runOutside)).items).toBe(3)
  expect(Object.fromEntries(there)).toEqual({ editor: '/bin/vim', pager: '/bin/less', same: '/bin/a', own: '/bin/own' })
  expect((await step.verify(pair, plan, answers, runOutside)).items[0]).toMatchObject({ chosen: [], differences: [] })
})

it('obeys rules: each keeps its own, or it is always as on the laptop that is left', async () => {
  const { pair } = await pairWith()
  const rules = [rule('edit*', 'apart'), rule('browser', 'both')]
  const step = stepWith(...rules)
  const plan = await step.probe(pair, runOutside)
  expect(plan).toMatchObject({ kept: ['editor'], reset: ['browser'], asked: [] })
  const { blocks } = step.preview(plan, pair)
  expect(blocks.map((one) => (one.kind === 'checks' ? '' : one.title))).toEqual([
    'Default programs',
    '1 default program is left as you chose',
  ])
  await step.run(pair, plan, {}, runOutside)
  expect((await step.verify(pair, plan, {}, runOutside)).items[0]).toMatchObject({
    chosen: ['editor'],
    differences: [],
  })
  const area = await checkAllAlternatives(() => Promise.resolve(rules))(pair, undefined, runOutside)
  expect([area.differs.count, area.asChosen.items.map(({ path }) => path)]).toEqual([0, ['editor']])
  const others = [rule('editor', 'both'), rule('browser', 'apart')]
  expect(await stepWith(...others).probe((await pairWith()).pair, runOutside)).toMatchObject({
    follow: [
      { name: 'editor', path: '/bin/vim', there: '/bin/nano' },
      { name: 'pager', path: '/bin/less' },
    ],
    ...{ kept: ['browser'], asked: [], reset: [] },
  })
})
