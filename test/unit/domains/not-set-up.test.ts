/** A package that both laptops have, and of which a script failed on the target. */
import { expect, it } from 'vitest'
import { wording } from '../../../src-main/app/wording.ts'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import type { Capture, Health } from '../../../src-main/domains/packages/model.ts'
import { applyAnswers } from '../../../src-main/domains/packages/on-pair/apply-answers.ts'
import { healthWithout } from '../../../src-main/domains/packages/on-pair/not-set-up/not-set-up.ts'
import { packagesPlanSchema } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import { createPackagesStep } from '../../../src-main/domains/packages/on-pair/packages-step.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import { installed, muchRoom, noSources, captureOf } from './captures.ts'
import { runOutside } from '../../run-outside.ts'

const ref = { name: 'broken', arch: 'amd64' }
const id = 'apt-remove:broken:amd64'
const halfDone: Health = { kind: 'half-done', packages: ['broken'], words: { broken: 'no such device' } }

/** `newest`: the version of the source. */
function laptops(newest: string, health: Health = halfDone) {
  const called: string[] = []
  const machineOf = (name: string, label: string, capture: Capture): Machine => ({
    ...{ name, label, wording },
    call: (verb, input) => {
      called.push(`${name} ${verb.name} ${JSON.stringify(input)}`)
      const answers: Readonly<Record<string, unknown>> = {
        'packages.capture': capture,
        'packages.failed': { units: [] },
        'packages.sources': noSources,
        'packages.room': muchRoom,
        'packages.apply': { actions: [], marks: [], failures: [] },
        'packages.simulate': {
          ...{ accepted: [], actions: [], rejected: [], downloadBytes: 0 },
          removals: [{ asked: ref, actions: [{ ...ref, act: 'remove', before: '1.0' }] }],
        },
      }
      return Promise.resolve(answers[verb.name] as never)
    },
  })
  const from = machineOf('p17', 'P17', captureOf([installed('broken', { version: newest })]))
  return {
    called,
    pair: { from, to: machineOf('xps', 'XPS 13', captureOf([installed('broken', { version: '1.0' })], { health })) },
  }
}

const stepWith = (...rules: readonly PackageRule[]) =>
  createPackagesStep(() => Promise.resolve({ rules, hasAptRule: () => false }))
const apart: PackageRule = { kind: 'apt', name: 'broken', decision: 'apart' }
const leave = { [id]: 'keep-always' }
const asJournalled = (plan: unknown) => packagesPlanSchema.parse(JSON.parse(JSON.stringify(plan)))

it('can be tried again, removed or left, and what is left is remembered', async () => {
  const { pair } = laptops('1.0')
  const plan = asJournalled(await stepWith().probe(pair, runOutside))
  const question = stepWith()
    .preview(plan, pair)
    .questions.find((one) => one.id === id)
  expect(question?.choices.map(({ id: choice, meaning, rule }) => [choice, meaning, rule?.kind])).toEqual([
    ['keep', 'later', undefined],
    ['remove', 'remove', 'package'],
    ['keep-always', 'keep', 'package'],
  ])
  expect(question?.choices[2]?.effect).toBe('Stays on XPS 13 as it is: unpacked, not set up. Not asked about again.')
  expect(applyAnswers(plan, {}).leftNotSetUp).toEqual([])
  expect(applyAnswers(plan, leave)).toMatchObject({ leftNotSetUp: [ref], remove: [] })
})

it('is neither tried nor updated where it is left, and the proof names it with the reason', async () => {
  const { pair, called } = laptops('1.0')
  const step = stepWith()
  const plan = await step.probe(pair, runOutside)
  called.splice(0)
  await step.run(pair, plan, leave, runOutside)
  expect(called).toEqual([])
  await step.run(pair, plan, {}, runOutside)
  expect(called.find((one) => one.includes('packages.apply'))).toContain('"leave":[]')
  const { items, notes } = await step.verify(pair, plan, leave, runOutside)
  expect(items[0]).toMatchObject({
    ...{ verdict: 'left', differences: [], compared: 0 },
    left: [{ why: 'not set up on XPS 13, and left so as you chose', names: ['broken'] }],
  })
  expect(notes).toEqual([
    'broken is installed on XPS 13, but its script failed, so it is not set up. It said: no such device. It is left so, as you chose. To be asked again, remove the rule.',
  ])
})

it.each(['1.0', '2.0'])('is not asked about again once there is a rule, when P17 has %s', async (newest) => {
  const { pair, called } = laptops(newest)
  const step = stepWith(apart)
  const plan = asJournalled(await step.probe(pair, runOutside))
  expect(called.filter((one) => one.includes('packages.simulate'))).toEqual([])
  expect(plan).toMatchObject({ install: [], removals: [], leftNotSetUp: [ref], health: { to: { kind: 'healthy' } } })
  const preview = step.preview(plan, pair)
  expect(preview.questions).toEqual([])
  expect(JSON.stringify(preview.blocks)).toContain('1 package is left as you chose')
  expect((await step.verify(pair, plan, {}, runOutside)).items[0]).toMatchObject({
    ...{ differences: [], left: [{ why: 'not set up on XPS 13, and left so as you chose' }] },
  })
})

it('is like any other once it is set up, whatever the rule says', async () => {
  const { pair } = laptops('1.0', { kind: 'healthy' })
  const step = stepWith(apart)
  const plan = await step.probe(pair, runOutside)
  expect(plan.leftNotSetUp).toEqual([])
  expect((await step.verify(pair, plan, {}, runOutside)).items[0]).toMatchObject({ verdict: 'same', compared: 1 })
})

it('keeps what else is half done from being forgotten', () => {
  const both: Health = { kind: 'half-done', packages: ['broken', 'open'], words: { broken: 'x' } }
  expect(healthWithout(both, [ref])).toEqual({ kind: 'half-done', packages: ['open'], words: {} })
  expect(healthWithout(halfDone, [ref])).toEqual({ kind: 'healthy' })
  expect(healthWithout(halfDone, [])).toEqual(halfDone)
})
