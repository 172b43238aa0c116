import { expect, it } from 'vitest'
import { previewEtc } from '../../../src-main/domains/etc-tracking/on-pair/preview-etc.ts'
import type { EtcPlan } from '../../../src-main/domains/etc-tracking/on-pair/plan.ts'
import { questionsToSuggest } from '../../../src-renderer/stores/answers-store.ts'
import { offersFor } from '../../../src-renderer/pages/wizard/plan/questions/offers.ts'
import { pair } from '../machine/told-machine.ts'
import { noEtcPlan } from './etc-files.ts'

const file = (path: string, secret: boolean): EtcPlan['undecided'][number] => ({
  path,
  reason: 'New from P17',
  onlyTo: false,
  secret,
  canLook: true,
  suggestion: { choice: 'always', why: 'It looks like a setting of yours.' },
  mark: path,
  there: path,
})

const plan: EtcPlan = {
  ...noEtcPlan,
  undecided: [file('/vpn/office.conf', false), file('/vpn/office.key', true), file('/vpn/home.conf', false)],
}
const { questions } = previewEtc(plan, pair)

it('says of each file what it is about, as data', () => {
  expect(questions.map(({ subject, group }) => [subject, group])).toEqual([
    [{ kind: 'etc-file', path: '/vpn/office.conf' }, '/etc/vpn'],
    [{ kind: 'etc-file', path: '/vpn/office.key' }, '/etc/vpn'],
    [{ kind: 'etc-file', path: '/vpn/home.conf' }, '/etc/vpn'],
  ])
})

it('never lets a secret be copied together with others or by all suggestions', () => {
  const offered = Object.fromEntries(offersFor(questions, {}).map(({ choice, ids }) => [choice, ids]))
  expect(offered['always']).toEqual(['etc:/vpn/office.conf', 'etc:/vpn/home.conf'])
  expect(offered['never']).toHaveLength(3)
  expect(questionsToSuggest(questions, {}).map(({ id }) => id)).toEqual(['etc:/vpn/office.conf', 'etc:/vpn/home.conf'])
})
