/** A laptop whose installed packages lack what they depend on: apt refuses everything until that is repaired. */
import { expect, it } from 'vitest'
import { wording } from '../../../src-main/app/wording.ts'
import { packagesPlanSchema, type PackagesPlan } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import { applyAnswers } from '../../../src-main/domains/packages/on-pair/apply-answers.ts'
import { previewPackages } from '../../../src-main/domains/packages/on-pair/preview-packages.ts'
import { noPackagesPlan } from './captures.ts'

const ref = (name: string) => ({ name, arch: 'amd64', version: '1.0' })
const put = (name: string) => ({ ...ref(name), act: 'install' as const })
const gone = { name: 'orphan', arch: 'amd64', act: 'remove' as const, before: '1.0' }
const machine = (name: string, label: string) => ({ name, label, wording, call: () => Promise.reject(new Error(name)) })
const pair = { from: machine('p17', 'P17'), to: machine('xps', 'XPS 13') }
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
