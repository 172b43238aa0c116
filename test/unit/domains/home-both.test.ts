/** Both versions of a file stay: which files can, what the plan and the question say, and the names they get. */
import { describe, expect, it } from 'vitest'
import { keyOfPath } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import type { Differing } from '../../../src-main/domains/home-sync/on-pair/compare/compare-homes.ts'
import type { ToldScan, Scans } from '../../../src-main/domains/home-sync/on-pair/compare/read-entries.ts'
import {
  isPlainFile,
  plainOfAll,
  type OpenDecision,
} from '../../../src-main/domains/home-sync/on-pair/plan/newer-version.ts'
import {
  besidePaths,
  pathsBy,
  type HomeDecision,
  decisionSchema,
} from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'
import { questionOf } from '../../../src-main/domains/home-sync/on-pair/plan/question.ts'
import { nameBeside, noLongerFiles } from '../../../src-main/domains/home-sync/on-pair/run/keep-beside.ts'
import type { HomeLine } from '../../../src-main/domains/home-sync/placing-lines.ts'
import { findExisting } from '../../../src-main/domains/home-sync/scan-verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { homePlanWith, homeDecision, oneFile } from './home-plans.ts'

const decision = (facts: Partial<HomeDecision>) => decisionSchema.parse(homeDecision('a.md', facts))
const several = decision({ paths: ['alice/a.md', 'alice/link', 'alice/b'], units: 3, plain: [true, false, true] })

const machines = async (from: readonly string[] = [], to: readonly string[] = []) => {
  const made = async (name: string, label: string, taken: readonly string[]) => {
    const existing = answer(findExisting, ({ paths }) =>
      Promise.resolve({ paths: paths.filter((path) => taken.includes(path)) }),
    )
    return { ...(await memoryMachine(name, [existing])).machine, label }
  }
  return { from: await made('p17', 'P17', from), to: await made('xps', 'XPS 13', to) }
}

describe('what can stay beside another version', () => {
  const one: OpenDecision = {
    kind: 'both',
    keys: ['k'],
    unit: { both: ['k'], versions: { from: oneFile, to: oneFile } },
  }

  it('is one regular file on both', () => {
    const first: OpenDecision = { ...one, kind: 'first' }
    const onlyThere: OpenDecision = { ...one, kind: 'only-there' }
    const folder = { ...one, unit: { ...one.unit, both: ['k', 'k\u0001in'] } }
    const link = { ...one, unit: { ...one.unit, versions: { from: oneFile, to: { ...oneFile, files: 0 } } } }
    expect([one, first].map(isPlainFile)).toEqual([true, true])
    expect([folder, link, onlyThere].map(isPlainFile)).toEqual([false, false, false])
    expect(plainOfAll([one, link])).toEqual({ plain: [true, false] })
    expect(plainOfAll([link])).toEqual({})
  })

  it('is taken and kept, and the rest of a folder stays as it is', () => {
    expect(pathsBy(several, 'both')).toEqual({ taken: ['alice/a.md', 'alice/b'], kept: ['alice/link'] })
    const plan = homePlanWith({ decisions: [several] })
    expect(besidePaths(plan, { 'home:a.md': 'both' })).toEqual(['alice/a.md', 'alice/b'])
    expect(besidePaths(plan, { 'home:a.md': 'take' })).toEqual([])
    const saved = { ...plan, decisions: [{ ...several, isNewerThere: true as const }] }
    expect(besidePaths(saved, { 'home:a.md': 'both' })).toEqual([])
  })
})

describe('the question', () => {
  it('offers it for one file under the name that it would get', async () => {
    const { choices } = questionOf(decision({ plain: [true] }), await machines())
    expect(choices.map(({ id }) => id)).toEqual(['keep', 'take', 'both'])
    expect(choices.at(-1)).toMatchObject({ label: 'Keep both', meaning: 'change', bulk: true })
    expect(choices.at(-1)?.effect).toBe(
      "P17's version takes the name. XPS 13's stays next to it as a (XPS 13).md, and is copied to P17 next time.",
    )
  })

  it('says of several what becomes of those that are no plain files', async () => {
    const both = questionOf(several, await machines()).choices.find(({ id }) => id === 'both')
    expect(both?.effect).toContain('with (XPS 13) in its name')
    expect(both?.effect).toMatch(/XPS 13's version wins for 1 item that is not a plain file\.$/)
    expect(both?.brings?.counts).toEqual({ update: 2 })
  })

  it('does not offer it where nothing can', async () => {
    expect(questionOf(decision({}), await machines()).choices.map(({ id }) => id)).toEqual(['keep', 'take'])
  })
})

describe('the lines', () => {
  const scan = (scanId: string) => ({ scanId }) as ToldScan
  const place = (...paths: readonly string[]): readonly HomeLine[] => paths.map((path) => ({ path, action: 'place' }))
  const named = async (
    lines: readonly HomeLine[],
    wanted: readonly string[],
    ...taken: Parameters<typeof machines>
  ) => {
    const { from, to } = await machines(...taken)
    const id = '00000000-0000-4000-8000-000000000000'
    const scans: Scans = { from: { machine: from, scan: scan(id) }, to: { machine: to, scan: scan(id) } }
    return (await nameBeside(lines, wanted, scans, {})).map(({ path, beside = '-' }) => `${path}: ${beside}`)
  }

  it('have a name that neither laptop has, and no other line has', async () => {
    const lines = place('alice/a.md', 'alice/b', 'top')
    expect(await named(lines, ['alice/a.md', 'top'])).toEqual([
      'alice/a.md: a (XPS 13).md',
      'alice/b: -',
      'top: top (XPS 13)',
    ])
    expect(await named(lines, ['alice/a.md'], ['alice/a (XPS 13).md'], ['alice/a (XPS 13 2).md'])).toContain(
      'alice/a.md: a (XPS 13 3).md',
    )
    const long = ['x', 'y'].map((end) => `alice/${'a'.repeat(250)}${end}`)
    expect(await named(place(...long), long)).toEqual([
      `${long[0] ?? ''}: ${'a'.repeat(246)} (XPS 13)`,
      `${long[1] ?? ''}: ${'a'.repeat(244)} (XPS 13 2)`,
    ])
  })

  it('that remove something have none', async () => {
    expect(await named([{ path: 'a', action: 'remove' }], ['a'])).toEqual(['a: -'])
  })

  it('leave out what is no file on both any more', () => {
    const differing = (path: string, from?: string, to?: string): Differing => ({
      ...{ key: keyOfPath(path), kind: 'differs', from, to },
    })
    const [file, folder] = ['f 644 alice alice 3 1.0 0 ', 'd 755 alice alice 0 1.0 0 ']
    const all = [
      differing('a', file, file),
      differing('b', undefined, file),
      differing('c', folder, file),
      differing('d', undefined, file),
    ]
    expect(noLongerFiles(all, ['a', 'b', 'c'])).toEqual(['b', 'c'])
  })
})
