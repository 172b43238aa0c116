/** Holds of packages, also of those that are not installed. */
import { describe, expect, it } from 'vitest'
import type { Capture, InstalledPackage } from '../../../src-main/domains/packages/model.ts'
import { fitPackages } from '../../../src-main/domains/packages/on-machine/fit-packages.ts'
import type { AskApt } from '../../../src-main/domains/packages/on-machine/simulate.ts'
import { wordsOfMarks } from '../../../src-main/domains/packages/marks.ts'
import { compareCaptures } from '../../../src-main/domains/packages/on-pair/compare-captures.ts'
import { installed, captureOf } from './captures.ts'

const captured = (packages: readonly InstalledPackage[], ...kept: readonly string[]) =>
  captureOf(packages, { heldAbsent: kept.map((name) => ({ name, arch: 'amd64' })) })
const keepOut = (name: string) => ({ name, arch: 'amd64', mark: 'keep-out' })

it('of what is not installed are followed where the other laptop does not have it either', () => {
  const [from, to] = [captured([], 'snapd', 'both', 'there'), captured([installed('there')], 'both', 'only-there')]
  expect(compareCaptures(from, to)).toMatchObject({ marks: [keepOut('snapd')], marksThere: [keepOut('only-there')] })
  const never = { never: new Set(['snapd:amd64', 'only-there:amd64']) }
  expect(compareCaptures(from, to, never)).toMatchObject({ marks: [], marksThere: [] })
})

describe('a hold or mark that both laptops had after a switch', () => {
  const last = (switchId: string, ...marks: readonly [string, string][]): Pick<Capture, 'lastMarks'> => ({
    lastMarks: { switchId, fingerprints: Object.fromEntries(marks.map(([name, words]) => [`${name}:amd64`, words])) },
  })
  const from: Capture = {
    ...captured([
      installed('tool', { auto: true, version: '2.0' }),
      installed('lib', { auto: true }),
      installed('gone'),
    ]),
    ...last('s1', ['tool', 'hold manual'], ['lib', 'manual'], ['gone', 'keep-out']),
  }
  const there = [installed('tool', { hold: true }), installed('lib')]
  const to: Capture = { ...captured(there, 'gone'), lastMarks: from.lastMarks }

  it('goes where the laptop that is left took it away, before its packages are updated', () => {
    const { marks, marksThere, older, held } = compareCaptures(from, to)
    expect(marks.map(({ name, mark }) => `${name} ${mark}`)).toEqual([
      ...['tool unhold', 'tool not-manual', 'lib not-manual', 'gone unhold'],
    ])
    expect([marksThere, held, older.map(({ name }) => name)]).toEqual([[], [], ['tool']])
  })

  it('stays where the other laptop made it since, or nobody knows', () => {
    for (const one of [last('s0', ['tool', 'hold manual']), last('s1', ['tool', 'manual'], ['gone', ''])]) {
      const { marks, marksThere, held } = compareCaptures(
        { ...from, ...one },
        { ...to, ...last('s1', ['lib', 'hold']) },
      )
      expect(marks).toEqual([])
      expect(marksThere).toHaveLength(3)
      expect(held).toHaveLength(1)
    }
  })

  it('stays where the package is for the hardware of its laptop', () => {
    const kernel = (hold: boolean) => [installed('linux-image-amd64', { hold })]
    const marks = last('s1', ['linux-image-amd64', 'hold manual'])
    const side = (hold: boolean): Capture => ({ ...captured(kernel(hold)), ...marks })
    expect(compareCaptures(side(false), side(true)).marks).toEqual([])
  })

  it('stays where a rule says that the package is never touched', () => {
    const never = new Set(['tool:amd64', 'lib:amd64', 'gone:amd64'])
    expect(compareCaptures(from, to, { never }).marks).toEqual([])
  })

  it('is recorded by what both have', () => {
    expect(wordsOfMarks({ ...to, packages: [...to.packages, installed('none', { auto: true })] })).toEqual({
      ...{ 'tool:amd64': 'hold manual', 'lib:amd64': 'manual', 'gone:amd64': 'keep-out' },
    })
  })
})

it('of what would be changed along keep away what needs that, unless it only goes as agreed', async () => {
  const [wanted, held] = [
    { name: 'wanted', arch: 'amd64', version: '1' },
    { name: 'held', arch: 'amd64' },
  ]
  const asking =
    (act: 'update' | 'remove'): AskApt =>
    ({ install }) =>
      Promise.resolve({
        kind: 'possible',
        actions: install.flatMap((one) => [
          { act: 'install', ...one },
          act === 'remove' ? { act, ...held, before: '1' } : { act, ...held, version: '2', before: '1' },
        ]),
      })
  const fit = (act: 'update' | 'remove', remove: readonly (typeof held)[]) =>
    fitPackages([wanted], { remove, leave: [], held: [held] }, asking(act))
  expect(await fit('update', [])).toMatchObject({
    accepted: [],
    rejected: [{ reason: { id: 'packages.changesHeld' } }],
  })
  expect(await fit('update', [held])).toMatchObject({ accepted: [] })
  expect(await fit('remove', [held])).toMatchObject({ accepted: [wanted], rejected: [] })
})
