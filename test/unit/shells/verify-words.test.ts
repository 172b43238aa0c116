import { expect, it } from 'vitest'
import type { FullVerification } from '../../../src-main/contract/verify-calls.ts'
import { textOf } from '../../../src-main/shells/cli/colours.ts'
import { progressLine, verificationLines } from '../../../src-main/shells/cli/verify/texts.ts'

const none = { count: 0, items: [] }
const verification: FullVerification = {
  here: { name: 'p17', label: 'P17' },
  peer: { name: 'xps', label: 'XPS 13' },
  startedAt: '2026-11-20T08:00:00.000Z',
  finishedAt: '2026-11-20T08:10:00.000Z',
  verdict: 'differs',
  areas: [
    {
      title: 'Home files',
      compared: 30_412,
      bytesRead: 2e10,
      differs: { count: 1, items: [{ path: 'Documents/plan.md', differsIn: ['contents', 'owner'] }] },
      asChosen: { count: 1, items: [{ path: 'Games', differsIn: ['missing'], onlyOn: 'XPS 13' }] },
      notCompared: none,
      leftOut: [
        { laptop: 'P17', title: 'Your own exclusions', count: 2, examples: [], byPerson: true },
        { laptop: 'P17', title: 'Caches', count: 4, examples: ['.cache'], byPerson: false },
        { laptop: 'XPS 13', title: 'Device files', count: 1, examples: ['upper/gone'], byPerson: false },
      ],
      notes: [],
    },
    {
      title: '/etc files',
      compared: 3,
      bytesRead: 900,
      differs: none,
      asChosen: none,
      notCompared: { count: 1, items: [{ path: '/etc/motd', differsIn: ['contents'] }] },
      leftOut: [],
      notes: ['A note.'],
    },
  ],
}

it('tells apart what differs, what was chosen and what is left out', () => {
  expect(verificationLines(verification).map(textOf)).toEqual([
    '  Home files  DIFFERS       30,412 items compared, 1 differ, 1 as chosen',
    '      ≠ Documents/plan.md  (contents, owner)',
    '      = Games  (only on XPS 13)',
    '      As chosen on P17: Your own exclusions (2)',
    '      Not compared on P17: Caches (4): .cache and others',
    '      Not compared on XPS 13: Device files (1): upper/gone',
    '  /etc files  Not compared  3 items compared, 0 differ, 0 as chosen, 1 not compared',
    '      ? /etc/motd  (contents)',
    '      · A note.',
    '',
    'The laptops differ in 1 item. P17 and XPS 13: 20.0 GB read in 10 min.',
  ])
})

it('tells amount, rate and time left once they are known', () => {
  expect(progressLine({ done: 0, unit: 'bytes', current: 'Listing /home' }, {})).toBe('Listing /home...')
  expect(progressLine({ done: 5e9, total: 2e10, unit: 'bytes' }, { perSecond: 5e8, leftMs: 30_000 })).toBe(
    'Reading both laptops: 5.0 GB of 20.0 GB (25 %), 0.5 GB/s, 30 s left',
  )
  expect(progressLine({ done: 5e9, total: 2e10, unit: 'bytes' }, {}, 'Make the bundle work:1')).toBe(
    'Make the bundle work:1: 5.0 GB of 20.0 GB (25 %)',
  )
})

it('does not call the same what nobody has decided about', () => {
  const areas = verification.areas.map((area) => ({ ...area, differs: none }))
  expect(
    verificationLines({ ...verification, verdict: 'not-compared', areas })
      .map(textOf)
      .at(-1),
  ).toBe(
    'What was compared is the same, apart from what you chose. 1 item was not compared. P17 and XPS 13: 20.0 GB read in 10 min.',
  )
})
