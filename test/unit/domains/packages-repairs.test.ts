/** A laptop whose installed packages lack what they depend on: apt refuses everything until that is repaired. */
import { describe, expect, it } from 'vitest'
import { wording } from '../../../src-main/app/wording.ts'
import { applyAnswers } from '../../../src-main/domains/packages/on-pair/apply-answers.ts'
import { packagesPlanSchema, type PackagesPlan } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import { packagesMessages } from '../../../src-main/domains/packages/messages.ts'
import type { InstalledPackage, PackageVersion, SimulationAnswer } from '../../../src-main/domains/packages/model.ts'
import { probePackages } from '../../../src-main/domains/packages/on-pair/probe-packages.ts'
import { verifyPackages } from '../../../src-main/domains/packages/on-pair/proof/verify-packages.ts'
import { previewPackages } from '../../../src-main/domains/packages/on-pair/preview-packages.ts'
import { installed, muchRoom, noPackagesPlan, noRules, noSources, captureOf } from './captures.ts'
import { pair } from '../machine/told-machine.ts'

const ref = (name: string) => ({ name, arch: 'amd64', version: '1.0' })
const put = (name: string) => ({ ...ref(name), act: 'install' as const })
const gone = { name: 'orphan', arch: 'amd64', act: 'remove' as const, before: '1.0' }
const planWith = (repairs: PackagesPlan['repairs']): PackagesPlan =>
  packagesPlanSchema.parse({
    ...noPackagesPlan,
    install: [{ ...ref('tool'), auto: false }],
    actions: [...(repairs ?? []), put('tool')],
    ...(repairs === undefined ? {} : { repairs }),
  })
const yes = { 'apt-repair': 'repair' }

it('is asked about once, with all that apt would do, and nothing is done unasked', () => {
  const preview = previewPackages(planWith([put('lib'), gone]), pair)
  const [question] = preview.questions
  expect(question).toMatchObject({ id: 'apt-repair', safeDefault: 'leave', consequence: 'The repair removes orphan.' })
  expect(question?.choices.map(({ id, meaning, bulk }) => [id, meaning, bulk])).toEqual([
    ['leave', 'keep', true],
    ['repair', 'remove', false],
  ])
  expect(question?.choices[1]?.brings?.counts).toEqual({ remove: 1, add: 1, update: 0 })
  expect(JSON.stringify(preview.blocks)).toContain('Packages on XPS 13 have broken dependencies')
  expect(previewPackages(planWith(undefined), pair).questions).toEqual([])
})

it('is repaired in the transaction that does everything else, with what goes for it', () => {
  const agreed = applyAnswers(planWith([put('lib'), gone]), yes)
  expect(agreed).toMatchObject({ repairs: true, install: [ref('tool')], remove: [{ name: 'orphan' }] })
  expect(agreed.actions).toEqual([put('lib'), gone, put('tool')])
})

it('stays as it is where the person leaves it, and says why nothing was installed', () => {
  const agreed = applyAnswers(planWith([put('lib')]), {})
  expect(agreed).toMatchObject({ repairs: false, install: [], remove: [], actions: [] })
  expect(agreed.rejected).toMatchObject([{ name: 'tool', reason: { id: 'packages.notRepaired' } }])
  expect(applyAnswers(planWith(undefined), {})).toMatchObject({ repairs: false, install: [ref('tool')] })
})

it('is nothing to agree to where apt would change nothing for it', () => {
  const plan = planWith([])
  expect(applyAnswers(plan, {})).toMatchObject({ repairs: false, install: [ref('tool')], notRepaired: [] })
  expect(previewPackages(plan, pair).questions).toEqual([])
  expect(JSON.stringify(previewPackages(plan, pair).blocks)).not.toContain('broken dependencies')
})

it('never asks apt to remove what the plan updates instead', () => {
  const updated = { ...ref('orphan'), version: '2.0', act: 'update' as const, before: '1.0' }
  const plan = planWith([put('lib'), gone])
  const withUpdate = {
    ...{ ...plan, actions: [put('lib'), updated] },
    install: [{ ...ref('orphan'), version: '2.0', auto: false }],
  }
  expect(applyAnswers(withUpdate, yes)).toMatchObject({ repairs: true, install: [{ name: 'orphan' }], remove: [] })
})

/** `simulate`: what apt there would do. */
function laptopWith(
  [name, label]: readonly [string, string],
  packages: readonly InstalledPackage[],
  simulate?: (input: unknown) => SimulationAnswer,
): Machine {
  return {
    ...{ name, label, wording },
    call: (verb, input) => {
      const answers: Readonly<Record<string, () => unknown>> = {
        'packages.capture': () => captureOf(packages, { own: ['rsync'] }),
        'packages.failed': () => ({ units: [] }),
        'packages.sources': () => noSources,
        'packages.room': () => muchRoom,
        'packages.simulate': () => simulate?.(input),
      }
      return Promise.resolve(answers[verb.name]?.() as never)
    },
  }
}

describe('the plan of that', () => {
  const repaired = (input: unknown, repairs: SimulationAnswer['repairs']): SimulationAnswer => ({
    ...{ accepted: [], actions: repairs ?? [], removals: [], downloadBytes: 0, repairs },
    rejected: (input as { install: readonly PackageVersion[] }).install
      .filter(({ name }) => name === 'app')
      .map((one) => ({ ...one, reason: packagesMessages.dependencies({}), needsRemoval: [], actions: [] })),
  })
  const probe = async (repairs: SimulationAnswer['repairs']) => {
    const packages = [installed('app', { needs: ['dep'] }), installed('dep', { auto: true })]
    const pair = {
      from: laptopWith(['p17', 'P17'], packages),
      to: laptopWith(['xps', 'XPS 13'], [installed('base-files', { essential: true, auto: true })], (input) =>
        repaired(input, repairs),
      ),
    }
    const plan = await probePackages(pair, () => Promise.resolve(noRules), {})
    return { plan, preview: previewPackages(packagesPlanSchema.parse(JSON.parse(JSON.stringify(plan))), pair) }
  }

  it('keeps the repair, also where nothing is left to install beside it', async () => {
    const { plan, preview } = await probe([put('lib')])
    expect(plan).toMatchObject({
      install: [],
      actions: [put('lib')],
      repairs: [put('lib')],
      rejected: [{ name: 'app' }],
    })
    expect(preview.questions.map(({ id }) => id)).toEqual(['apt-repair'])
    expect(preview.blockers).toEqual([])
  })

  it.each(['rsync', 'base-files'])('asks for no repair that would remove %s, but says what to do', async (name) => {
    const { plan, preview } = await probe([put('lib'), { ...gone, name }])
    expect(plan.neededInRepairs).toEqual([name])
    expect(preview.questions).toEqual([])
    expect(preview.blockers).toEqual([
      {
        title: 'Packages on XPS 13 have broken dependencies',
        text: `To repair them, apt would remove ${name}, which pc-switcher or the system needs. Repair them on XPS 13 by hand, then plan again.`,
      },
    ])
    expect(JSON.stringify(preview.blocks)).not.toContain('broken dependencies')
  })
})

describe('the proof after that', () => {
  const laptop = (name: string, label: string, ...names: readonly string[]): Machine =>
    laptopWith(
      [name, label],
      names.map((one) => installed(one, { auto: one === 'lib' })),
    )

  it('calls what the repair removed chosen, also where both laptops had it', async () => {
    const laptops = { from: laptop('p17', 'P17', 'tool', 'orphan'), to: laptop('xps', 'XPS 13', 'tool', 'lib') }
    const { items } = await verifyPackages(laptops, planWith([put('lib'), gone]), yes, {})
    expect(items[0]).toMatchObject({ verdict: 'as-chosen', chosen: ['orphan'], differences: [] })
  })

  it('says of what was agreed to why it was not done, where the repair was left', async () => {
    const file = { ...ref('filed'), fileName: 'filed_1.0_amd64.deb', bytes: 1, sha256: 'a'.repeat(64), control: {} }
    const plan = packagesPlanSchema.parse({
      ...planWith([put('lib')]),
      removals: [
        { asked: ref('game'), actions: [{ ...gone, name: 'game' }], facts: { summary: '', auto: false, bytes: {} } },
        { asked: ref('kept'), actions: [{ ...gone, name: 'kept' }], facts: { summary: '', auto: false, bytes: {} } },
      ],
      files: [{ asked: ref('filed'), files: [file], actions: [put('filed')], downloadBytes: 1, marks: [] }],
    })
    const laptops = { from: laptop('p17', 'P17', 'tool', 'filed'), to: laptop('xps', 'XPS 13', 'game', 'kept') }
    const answers = { 'apt-remove:game:amd64': 'remove', 'apt-file:filed:amd64': 'install' }
    const { items } = await verifyPackages(laptops, plan, answers, {})
    expect(items[0]).toMatchObject({
      ...{ verdict: 'left', chosen: ['kept'], differences: [] },
      left: [
        {
          why: 'refused by apt on XPS 13 until its broken dependencies are repaired',
          names: ['tool', 'filed', 'game'],
        },
      ],
    })
  })
})
