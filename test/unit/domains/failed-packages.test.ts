/** Packages with which the last run was not done on the target: what of it is told, asked and proven. */
import { expect, it } from 'vitest'
import { dependentsOf } from '../../../src-main/domains/packages/on-pair/not-set-up/tried-again.ts'
import { failedOn } from '../../../src-main/domains/packages/on-pair/not-set-up/not-set-up.ts'
import { unfinishedOf } from '../../../src-main/domains/packages/on-pair/proof/unfinished.ts'
import { installed, captureOf } from './captures.ts'

const nothingOpen = { missing: [], older: [], staying: [], halfDone: [] }

it('are told apart by what is there now', () => {
  const to = captureOf(
    [
      installed('old'),
      installed('stays'),
      installed('torn', { torn: true }),
      installed('unset'),
      installed('half', { halfRemoved: true }),
    ],
    {
      health: { kind: 'half-done', packages: ['torn', 'unset', 'half', 'open'], words: { torn: 'a', unset: 'b' } },
      failed: [
        { name: 'new', during: 'unpack', words: 'c' },
        { name: 'follows', during: 'configure', words: 'd' },
        { name: 'old', during: 'unpack', words: 'e' },
        { name: 'stays', during: 'remove', words: 'f' },
      ],
    },
  )
  expect(failedOn(to)).toEqual([
    { name: 'torn', state: 'half-installed', words: 'a' },
    { name: 'unset', state: 'not-set-up', words: 'b' },
    { name: 'half', state: 'half-removed', words: '' },
    { name: 'new', state: 'not-installed', words: 'c' },
    { name: 'follows', state: 'not-installed', words: 'd' },
    { name: 'old', state: 'not-updated', words: 'e' },
    { name: 'stays', state: 'not-removed', words: 'f' },
  ])
})

it('are named with what needs them, and with what dpkg did not remove after them', () => {
  const from = captureOf([
    installed('refuses'),
    installed('needs', { needs: ['refuses'] }),
    installed('needs-that', { needs: ['needs'] }),
    installed('else'),
  ])
  expect([...dependentsOf(['refuses'], from)]).toEqual(['needs', 'needs-that'])
  const to = captureOf([installed('stays'), installed('after')], {
    failed: [
      { name: 'refuses', during: 'unpack', words: 'it is too small.\nNothing is done.' },
      { name: 'stays', during: 'remove', words: '' },
    ],
  })
  const [missing, staying] = [from.packages, to.packages]
  const { reasons, notes } = unfinishedOf({ ...nothingOpen, from, to, label: 'XPS 13', missing, staying })
  expect(reasons.filter(([, names]) => names.length > 0)).toEqual([
    ['could not be installed on XPS 13', ['refuses']],
    ['could not be removed from XPS 13', ['stays']],
    ['needs a package that could not be installed on XPS 13', ['needs', 'needs-that']],
    ['not removed from XPS 13, because removing another one failed', ['after']],
  ])
  expect(notes).toEqual([
    'refuses could not be installed on XPS 13, and is not there. It said: it is too small. / Nothing is done. The next switch tries it again, or leaves it out if you say so.',
    'stays could not be removed from XPS 13, and is still there. The next plan asks about it again.',
  ])
})

it('are no more told once nothing of it is open', () => {
  const to = captureOf([], { failed: [{ name: 'gone', during: 'unpack', words: 'x' }] })
  const { reasons, notes } = unfinishedOf({ ...nothingOpen, from: captureOf([]), to, label: 'XPS 13' })
  expect([reasons.flatMap(([, names]) => names), notes]).toEqual([[], []])
})
