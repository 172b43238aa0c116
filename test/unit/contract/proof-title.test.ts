import { describe, expect, it } from 'vitest'
import { areaVerdict, overallVerdict } from '../../../src-main/contract/proof/area-verdict.ts'
import { countLeft, leftFor, undecidedLeft, verdictFor } from '../../../src-main/contract/proof/left-alone.ts'
import { behindIn, differencesOf, openIn, proofTitle, verdictOf } from '../../../src-main/contract/proof/proof-title.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import type { NotCompared, Proof, VerificationItem } from '../../../src-main/contract/switch-state.ts'
import type { VerifiedArea } from '../../../src-main/contract/verify-calls.ts'

const item = (verdict: VerificationItem['verdict'], more: Partial<VerificationItem> = {}): VerificationItem => ({
  title: 'Home files',
  verdict,
  text: '12 files match',
  compared: 12,
  chosen: [],
  differences: [],
  readBack: [],
  ...more,
})
const open = (what: string, count: number, why: NotCompared['why'] = 'undecided') =>
  item('not-compared', { compared: 0, notCompared: { why, count, what, names: [] } })

function proofOf(...items: readonly VerificationItem[]): Proof {
  return {
    version: 1,
    switchId: 's',
    from: { name: 'p17', label: 'P17' },
    to: { name: 'xps', label: 'XPS 13' },
    startedAt: '2026-11-20T08:00:00.000Z',
    finishedAt: '2026-11-20T08:10:00.000Z',
    tookMs: 600_000,
    verified: items.every(({ verdict }) => verdict !== 'differs'),
    steps: [
      {
        id: stepIds.home,
        title: 'Home files',
        icon: 'home',
        ms: 1,
        outcome: { text: '', bytes: 0, items: 0 },
        verification: { items: [...items], notes: [] },
      },
    ],
  }
}

it('is remembered with what nobody decided: by area, and what a usual answer kept', () => {
  const kept = item('left', { left: [...undecidedLeft(['a', 'b'])] })
  expect(openIn(proofOf(open('16 files in /etc', 16), open('3 services', 3, 'left-out'), kept))).toEqual([
    { about: 'files', stepId: stepIds.home, count: 16, names: [] },
    { about: 'differences', stepId: stepIds.home, count: 2, names: ['a', 'b'] },
  ])
  expect(openIn(proofOf(item('same')))).toEqual([])
})

describe('the title of a proof', () => {
  const copied = 'Everything you chose to copy is on XPS 13.'
  it.each([
    ['all is the same', [item('same'), item('healthy')], `${copied} No differences in what was compared.`],
    [
      'what is never carried differs',
      [item('same'), open('3 services', 3, 'left-out')],
      `${copied} No differences in what was compared.`,
    ],
    ['nobody decided', [item('same'), open('16 files in /etc', 16)], `${copied} 16 files in /etc still differ.`],
    ['one is undecided', [item('same'), open('1 file in /etc', 1)], `${copied} 1 file in /etc still differs.`],
    [
      'several areas are undecided',
      [open('16 files in /etc', 16), open('1 package', 1)],
      `${copied} 16 files in /etc and 1 package still differ.`,
    ],
    ['one was kept', [item('as-chosen', { chosen: ['Games'] })], `${copied} 1 difference is kept as you chose.`],
    [
      'more was kept than is named, and some is undecided',
      [item('as-chosen', { chosen: ['a', 'b'], moreChosen: 1_200 }), open('16 files in /etc', 16)],
      `${copied} 16 files in /etc still differ. 1,202 differences are kept as you chose.`,
    ],
    [
      'something was left that nobody was asked about',
      [item('left', { left: [{ why: 'changed on XPS 13 during the switch', count: 1, names: ['a'] }] })],
      'Everything you chose to copy is on XPS 13, except 1 thing left as it is.',
    ],
    [
      'questions were not answered',
      [
        item('left', {
          chosen: ['a'],
          left: [{ why: 'nobody decided', undecided: true, count: 3, names: ['b', 'c', 'd'] }],
        }),
      ],
      `${copied} 3 differences are kept, because nobody decided. 1 difference is kept as you chose.`,
    ],
    [
      'some was left, some kept and some is undecided',
      [
        item('left', { chosen: ['a'], left: [{ why: 'newer on XPS 13', count: 2, names: ['b', 'c'] }] }),
        open('1 package', 1),
      ],
      'Everything you chose to copy is on XPS 13, except 2 things left as they are. 1 package still differs. 1 difference is kept as you chose.',
    ],
    [
      'something differs by accident',
      [item('differs', { differences: ['a', 'b'] }), open('16 files in /etc', 16)],
      'Not finished: 2 things differ. XPS 13 does not have everything yet.',
    ],
    [
      'an area could not be compared',
      [item('differs')],
      'Not finished: 1 thing differs. XPS 13 does not have everything yet.',
    ],
  ] as const)('when %s', (_when, items, title) => {
    expect(proofTitle(proofOf(...items))).toBe(title)
  })

  it('names what differs, or the area of which nothing is known', () => {
    expect(differencesOf(proofOf(item('differs', { differences: ['a'] }), item('differs')))).toEqual([
      { area: 'Home files', name: 'a' },
      { area: 'Home files', name: '12 files match' },
    ])
  })
})

describe('an area of a proof', () => {
  const left = leftFor([
    ['newer on XPS 13', ['vim']],
    ['held at its version on XPS 13', []],
  ])

  it.each([
    ['same', {}],
    ['not-compared', { compared: 0 }],
    ['as-chosen', { chosen: ['a'] }],
    ['left', { chosen: ['a'], left }],
    ['differs', { left, differences: ['b'] }],
  ] as const)('is %s', (verdict, found) => {
    expect(verdictFor({ compared: 1, chosen: [], left: [], differences: [], ...found })).toBe(verdict)
  })

  it('has a reason for what stays only where something does, and counts what it does not name', () => {
    expect(left).toEqual([{ why: 'newer on XPS 13', count: 1, names: ['vim'] }])
    const many = leftFor([['newer on XPS 13', Array.from({ length: 600 }, (_, index) => String(index))]])
    expect([countLeft(many), many[0]?.names.length]).toEqual([600, 500])
  })
})

it('nothing is called the same that had nothing to compare', () => {
  expect(verdictOf(item('same', { compared: 0 }))).toBe('not-compared')
  expect(verdictOf(item('same'))).toBe('same')
  expect(verdictOf(item('healthy', { compared: 0 }))).toBe('healthy')
})

describe('a comparison of everything', () => {
  const none = { count: 0, items: [] }
  const some = { count: 1, items: [{ path: 'x', differsIn: ['contents' as const] }] }
  const area = (more: Partial<VerifiedArea> = {}): VerifiedArea => ({
    ...{ title: 'Files', compared: 10, bytesRead: 1, differs: none, asChosen: none, notCompared: none },
    ...{ leftOut: [], notes: [] },
    ...more,
  })

  it.each([
    ['same', {}],
    ['as-chosen', { asChosen: some }],
    ['not-compared', { asChosen: some, notCompared: some }],
    ['differs', { differs: some, notCompared: some }],
    ['not-compared', { compared: 0 }],
  ] as const)('is %s', (verdict, more) => {
    expect(areaVerdict(area(more))).toBe(verdict)
  })

  it('is the same where one area is empty, and says nothing where all are', () => {
    expect(overallVerdict([area(), area({ compared: 0 })])).toBe('same')
    expect(overallVerdict([area({ compared: 0 })])).toBe('not-compared')
    expect(overallVerdict([area(), area({ compared: 0, notCompared: some })])).toBe('not-compared')
  })
})

it('says what is still on its way, and that both laptops are needed for it', () => {
  const proof = proofOf(item('left'))
  const [step] = proof.steps
  if (step === undefined) throw new Error('a proof without steps')
  const behind = ['Syncthing still carries 3 files to XPS 13']
  const behindProof = { ...proof, steps: [{ ...step, verification: { ...step.verification, behind } }] }
  expect(behindIn(proof)).toBeUndefined()
  expect(behindIn(behindProof)).toBe(
    'Syncthing still carries 3 files to XPS 13. Keep both laptops on until it is done.',
  )
})
