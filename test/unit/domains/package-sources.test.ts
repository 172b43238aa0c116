/** What two laptops\' package sources mean, and what answers make of a plan with some. */
import { describe, expect, it } from 'vitest'
import { wording } from '../../../src-main/app/wording.ts'
import { decide } from '../../../src-main/domains/etc-tracking/decide.ts'
import { createNeverList } from '../../../src-main/domains/etc-tracking/never-list.ts'
import { applyAnswers } from '../../../src-main/domains/packages/on-pair/apply-answers.ts'
import { type PackagesPlan, type PlannedSource } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import { previewPackages } from '../../../src-main/domains/packages/on-pair/preview-packages.ts'
import { compareSources } from '../../../src-main/domains/packages/on-pair/sources/compare-sources.ts'
import type { Answers } from '../../../src-main/contract/preview.ts'
import { readAptRules } from '../../../src-main/domains/packages/on-pair/sources/probe-sources.ts'
import { sourcesItems, sourcesNotes } from '../../../src-main/domains/packages/on-pair/sources/verify-sources.ts'
import {
  sourceDefinitionSchema,
  type PackageSource,
  type PackageSources,
} from '../../../src-main/domains/packages/sources-model.ts'
import { noPackagesPlan, noSources, sourceAt } from './captures.ts'
import { pair } from '../machine/told-machine.ts'

const sourcesOf = (...sources: readonly PackageSource[]): PackageSources => ({ ...noSources, sources: [...sources] })
const bookworm = { id: 'debian', codename: 'bookworm', title: 'Debian GNU/Linux 12 (bookworm)' }
const noRule = () => false
const idsOf = (sources: readonly PackageSource[]) => sources.map(({ id }) => id)

describe('a package source', () => {
  it('is the same in whatever file and format it stands', () => {
    const other = sourceAt('a', { files: ['sources.list'] })
    expect(compareSources(sourcesOf(sourceAt('a')), sourcesOf(other), noRule)).toMatchObject({
      ...{ same: [other], offered: [], told: [], differing: [], onlyThere: [] },
    })
  })

  it.each([
    { what: 'components', more: { components: ['main', 'extra'] } },
    { what: 'architectures', more: { architectures: ['amd64'] } },
    { what: 'keys', more: { keys: [] } },
  ])('that both have with other $what differs, and is not offered again', ({ more }) => {
    const compared = compareSources(sourcesOf(sourceAt('a')), sourcesOf(sourceAt('a', more)), noRule)
    expect([compared.same, compared.offered, idsOf(compared.differing.map(({ there }) => there))]).toEqual([
      ...[[], []],
      ['https://a.example stable'],
    ])
    expect(compared.differing[0]?.source).toEqual(sourceAt('a'))
  })

  it('that only the other laptop has is never taken away', () => {
    const compared = compareSources(sourcesOf(), sourcesOf(sourceAt('a')), noRule)
    expect([compared.offered, idsOf(compared.onlyThere)]).toEqual([[], ['https://a.example stable']])
  })

  it('for the release of the laptop that is left is told, where the other one has another', () => {
    const from = { ...sourcesOf(sourceAt('a', { suite: 'bookworm' }), sourceAt('b')), release: bookworm }
    const compared = compareSources(from, sourcesOf(), noRule)
    expect(compared.told.map(({ why }) => why)).toEqual(['release'])
    expect(idsOf(compared.offered)).toEqual(['https://b.example stable'])
    expect(compareSources(from, { ...sourcesOf(), release: bookworm }, noRule).told).toEqual([])
  })

  it('whose file has a rule for /etc is not asked about', async () => {
    const lines = ['// mine', '!/apt/sources.list.d/a.sources', '/apt/keyrings', ' broken ', '*'].join('\n')
    const hasRule = await readAptRules({ readFile: () => Promise.resolve(lines) })
    const compared = compareSources(sourcesOf(sourceAt('a'), sourceAt('b')), sourcesOf(), hasRule)
    expect(compared.told).toMatchObject([{ why: 'rule', source: { id: 'https://a.example stable' } }])
    expect(idsOf(compared.offered)).toEqual(['https://b.example stable'])
  })

  it('is not asked about among the files of /etc, unless a rule says something', () => {
    const never = createNeverList([])
    const path = '/apt/sources.list.d/a.sources' as Parameters<typeof decide>[0]
    expect(decide(path, new Map(), never)).toBe('elsewhere')
    expect(decide(path, new Map([[path, 'always']]), never)).toBe('always')
    expect(decide('/apt/preferences.d/mine', new Map(), never)).toBe('undecided')
  })
})

describe('what root is given of a source', () => {
  const definition = {
    ...{ uri: 'https://a.example/x', suite: 'stable', types: ['deb'], components: ['main'], architectures: ['amd64'] },
    ...{ fileName: 'a.sources', keyPath: '/etc/apt/keyrings/a.gpg', key: 'AAAA', fingerprints: ['A'.repeat(40)] },
  }

  it('is what it says', () => {
    expect(sourceDefinitionSchema.safeParse(definition).success).toBe(true)
  })

  it.each([
    { uri: 'https://me:secret@a.example/x' },
    { uri: 'file:/srv/x' },
    { uri: 'https://a.example/x\nTrusted: yes' },
    { uri: 'https://a.example/../x' },
    { suite: 'stable main\nTrusted: yes' },
    { suite: '[trusted=yes]' },
    { components: ['main', '-x'] },
    { components: ['main # x'] },
    { fileName: '../../x.list' },
    { fileName: 'a.conf' },
    { keyPath: '/etc/apt/keyrings/../../cron.d/a.gpg' },
    { keyPath: '/etc/shadow.gpg' },
    { key: 'A'.repeat(100_000) },
    { fingerprints: [] },
  ])('is refused with %j', (more) => {
    expect(sourceDefinitionSchema.safeParse({ ...definition, ...more }).success).toBe(false)
  })
})

describe('a plan with a source', () => {
  const ref = (name: string) => ({ name, arch: 'amd64', version: '1.0' })
  const notOffered = (name: string) => ({
    ...{ ...ref(name), reason: { id: 'packages.notOffered', data: {} }, needsRemoval: [], actions: [] },
  })
  const install = (name: string) => ({ ...ref(name), act: 'install' as const })
  const offer: PlannedSource = {
    ...{ source: sourceAt('a'), state: 'ready', needed: ['tool', 'clash'], downloadBytes: 5 },
    install: [ref('tool')],
    actions: [install('tool'), install('lib')],
    marks: [{ name: 'tool', arch: 'amd64', mark: 'auto' }],
    rejected: [
      {
        ...{ ...notOffered('clash'), needsRemoval: [{ name: 'old', arch: 'amd64' }] },
        actions: [install('clash'), { act: 'remove', name: 'old', arch: 'amd64', before: '1.0' }],
      },
    ],
  }
  const old = {
    asked: ref('old'),
    actions: [{ act: 'remove' as const, name: 'old', arch: 'amd64', before: '1.0' }],
    facts: { summary: '', auto: false, bytes: {} },
  }
  const plan: PackagesPlan = {
    ...noPackagesPlan,
    ...{ removals: [old], rejected: ['tool', 'clash', 'gone'].map(notOffered), sources: [offer] },
  }
  const add = { 'apt-source:https://a.example stable': 'add' }
  const namesOf = (those: readonly { readonly name: string }[]) => those.map(({ name }) => name)

  it('installs what it offers only when it is added, and is there', () => {
    expect(applyAnswers(plan, {})).toMatchObject({ install: [], actions: [], marks: [], sources: [] })
    const agreed = applyAnswers(plan, add)
    expect([namesOf(agreed.install), namesOf(agreed.actions), namesOf(agreed.rejected)]).toEqual([
      ['tool'],
      ['tool', 'lib'],
      ['gone', 'clash'],
    ])
    expect(agreed.downloadBytes).toBe(5)
    expect([idsOf(agreed.sources), namesOf(agreed.marks)]).toEqual([['https://a.example stable'], ['tool']])
    const absent = applyAnswers(plan, add, new Set(['https://a.example stable']))
    expect([absent.install, namesOf(absent.rejected)]).toEqual([[], ['tool', 'clash', 'gone']])
  })

  it('installs what a removal makes room for in it only with both', () => {
    const remove = { 'apt-remove:old:amd64': 'remove' }
    expect(namesOf(applyAnswers(plan, { ...add, ...remove }).install)).toEqual(['tool', 'clash'])
    expect(namesOf(applyAnswers(plan, remove).install)).toEqual([])
  })

  it('asks about each on its own, and never suggests one', () => {
    const [question] = previewPackages(plan, pair).questions
    expect(question).toMatchObject({ title: 'https://a.example stable', safeDefault: 'leave', required: false })
    expect(question?.choices.map(({ id, bulk }) => [id, bulk])).toEqual([
      ['leave', true],
      ['add', false],
      ['keep-always', true],
    ])
    expect(question?.choices[2]?.rule).toEqual({ kind: 'package-source', id: question?.title })
    expect(question?.reason).toBe(
      `P17 has tool and clash from it · 5 bytes to download · Signed by Owner of a, key ${Array.from({ length: 10 }, () => 'AAAA').join(' ')}`,
    )
  })

  it('is proven by what is on both: added and other is a difference, left is chosen, refused is left', () => {
    const itemsFor = (to: PackageSources, agreed: readonly PackageSource[]) =>
      sourcesItems({
        label: 'XPS 13',
        plan,
        agreed: { sources: agreed },
        unanswered: new Set(),
        from: sourcesOf(sourceAt('a')),
        to,
      }).map(({ verdict, chosen, left, differences }) => ({ verdict, chosen, left: left?.length ?? 0, differences }))
    const [none, id] = [{ chosen: [], left: 0, differences: [] }, 'https://a.example stable']
    expect(itemsFor(sourcesOf(sourceAt('a')), [sourceAt('a')])).toEqual([{ ...none, verdict: 'same' }])
    expect(itemsFor(sourcesOf(sourceAt('a', { keys: [] })), [sourceAt('a')])).toEqual([
      { ...none, verdict: 'differs', differences: [id] },
    ])
    expect(itemsFor(sourcesOf(), [])).toEqual([{ ...none, verdict: 'as-chosen', chosen: [id] }])
    expect(itemsFor(sourcesOf(), [sourceAt('a')])).toEqual([{ ...none, verdict: 'left', left: 1 }])
    expect(itemsFor(sourcesOf(sourceAt('a'), sourceAt('b')), []).map(({ verdict }) => verdict)).toEqual([
      'same',
      'not-compared',
    ])
  })
})

describe('a source that both laptops have otherwise', () => {
  const other = 'B'.repeat(40)
  const here = sourceAt('a', { components: ['main', 'extra'] })
  const there = sourceAt('a', { keys: [{ fingerprint: other, owner: 'Old' }] })
  const sameParts = { ...here, components: there.components }
  const machine = (label: string) => ({ name: label, label, wording, call: () => Promise.reject(new Error(label)) })
  const pair = { from: machine('P17'), to: machine('XPS 13') }
  const id = 'https://a.example stable'
  const planWith = (source: PackageSource): PackagesPlan => ({
    ...noPackagesPlan,
    sourcesDiffering: [{ source, there }],
  })
  const groups = (digit: string) => Array.from({ length: 10 }, () => digit.repeat(4)).join(' ')
  const said = `P17: components: main, extra; Owner of a, key ${groups('A')}. XPS 13: components: main; Old, key ${groups('B')}`

  it('is told with what either laptop has, both fingerprints and what to do by hand', () => {
    const { questions, blocks } = previewPackages(planWith(here), pair)
    expect(questions).toEqual([])
    expect(blocks).toMatchObject([
      {
        title: 'Sources that differ',
        changes: [
          {
            name: id,
            detail: `${said}. If P17's key is right, put the key that Signed-By in /etc/apt/sources.list.d/a.sources names in the place of the one that /etc/apt/sources.list.d/a.sources on XPS 13 names: "grep -i signed-by /etc/apt/sources.list.d/a.sources". Set it up on XPS 13 by hand if it is to be the same`,
          },
        ],
      },
    ])
  })

  it('says what each laptop has where only one of them can have it carried', () => {
    const sides = {
      from: { label: 'P17', sources: sourcesOf({ ...there, hindrance: 'secret' }) },
      to: { label: 'XPS 13', sources: sourcesOf(there) },
    }
    expect(sourcesNotes(sides, noPackagesPlan)).toEqual([
      `${id} differs. P17: with a password in its address. XPS 13: without a password`,
    ])
  })

  it('is named in the proof with what differs, unless a rule leaves it', () => {
    const sides = {
      from: { label: 'P17', sources: sourcesOf(here) },
      to: { label: 'XPS 13', sources: sourcesOf(there) },
    }
    expect(sourcesNotes(sides, noPackagesPlan)).toEqual([`${id} differs. ${said}`])
    expect(sourcesNotes(sides, { ...noPackagesPlan, keptSources: [id] })).toEqual([])
  })

  it('is never proven as the same', () => {
    const itemsOf = (plan: PackagesPlan, answers: Answers, from: PackageSource, unanswered = new Set<string>()) => {
      const agreed = applyAnswers(plan, answers)
      return sourcesItems({
        label: 'XPS 13',
        plan,
        agreed,
        unanswered,
        from: sourcesOf(from),
        to: sourcesOf(there),
      }).map(({ verdict, chosen, left }) => [verdict, chosen, left?.flatMap(({ names }) => names) ?? []])
    }
    const wordsFor = (plan: PackagesPlan, from: PackageSource) =>
      sourcesItems({
        ...{ label: 'XPS 13', plan, agreed: applyAnswers(plan, {}), unanswered: new Set() },
        ...{ from: sourcesOf(from), to: sourcesOf(there) },
      }).map(({ text }) => text)
    expect(itemsOf(planWith(sameParts), {}, sameParts)).toEqual([['not-compared', [], []]])
    expect(itemsOf(planWith(here), {}, here)).toEqual([['not-compared', [], []]])
    expect(wordsFor(planWith(here), here)).toEqual(['1 package source that nobody was asked about differs'])
  })
})
