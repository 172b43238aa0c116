/** What the distribution's own archives of two laptops mean, from whichever mirrors these are fetched. */
import { describe, expect, it } from 'vitest'
import { wording } from '../../../src-main/app/wording.ts'
import { applyAnswers } from '../../../src-main/domains/packages/on-pair/apply-answers.ts'
import type { PackagesPlan } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import { previewPackages } from '../../../src-main/domains/packages/on-pair/preview-packages.ts'
import { compareSources } from '../../../src-main/domains/packages/on-pair/sources/compare-sources.ts'
import { sourcesSideBySide } from '../../../src-main/domains/packages/on-pair/sources/side-by-side.ts'
import { sourcesItems, sourcesNotes } from '../../../src-main/domains/packages/on-pair/sources/verify-sources.ts'
import type { PackageSource, PackageSources } from '../../../src-main/domains/packages/sources-model.ts'
import { archiveAt, noPackagesPlan, noSources, sourceAt } from './captures.ts'

const official = 'http://deb.debian.org/debian'
const security = 'http://deb.debian.org/debian-security'
const mirror = 'http://ftp.uni.example/pub/debian'
const noRule = (_file: string) => false

const archive = (named: string, uri = official, more: Partial<PackageSource> = {}) => archiveAt(uri, named, more)

const sourcesOf = (...sources: readonly PackageSource[]): PackageSources => ({ ...noSources, sources: [...sources] })
const idsOf = (sources: readonly PackageSource[]) => sources.map(({ id }) => id)
const compare = (from: readonly PackageSource[], to: readonly PackageSource[], hasRule = noRule) =>
  compareSources(sourcesOf(...from), sourcesOf(...to), hasRule)

describe("the distribution's archives of two laptops with one release", () => {
  it('are the same from whichever mirror, in whatever file and with whichever key', () => {
    const there = archive('trixie main', mirror, { keys: [], hindrance: 'local', files: ['sources.list.d/x.sources'] })
    expect(compare([archive('trixie main')], [there])).toEqual({
      ...{ same: [there], offered: [], told: [], differing: [], onlyThere: [] },
    })
  })

  it('are offered by suite and by component, from the mirror and with the keys of the laptop that is taken', () => {
    const keys = [{ fingerprint: 'B'.repeat(40), owner: 'Debian' }]
    const { offered, told, same } = compare(
      [
        archive('trixie main non-free contrib'),
        archive('trixie-backports main contrib', 'http://ftp.debian.org/debian', { hindrance: 'secret' }),
        archive('trixie-security main', security),
        sourceAt('vendor'),
      ],
      [archive('trixie main', mirror, { keys })],
    )
    expect(offered.map(({ id, uri, suite, components }) => [id, uri, suite, components])).toEqual([
      ['Debian trixie contrib non-free', mirror, 'trixie', ['contrib', 'non-free']],
      ['Debian trixie-backports', mirror, 'trixie-backports', ['main', 'contrib']],
      // It has no mirror of that archive.
      ['Debian trixie-security', security, 'trixie-security', ['main']],
      ['https://vendor.example stable', 'https://vendor.example', 'stable', ['main']],
    ])
    const added = (id: string) => ({ archive: id, keysOf: 'Debian trixie' })
    expect(offered.map((one) => one.added)).toEqual([
      added('Debian trixie'),
      added('Debian trixie-backports'),
      added('Debian trixie-security'),
      undefined,
    ])
    expect(offered[1]).toMatchObject({ keys })
    expect(offered[1]?.hindrance).toBeUndefined()
    expect([told, idsOf(same)]).toEqual([[], ['Debian trixie']])
  })

  it('of Ubuntu come from the mirror that has all of its suites', () => {
    const ubuntu = (named: string, uri: string) => {
      const one = archive(named, uri)
      return { ...one, id: one.id.replace('Debian', 'Ubuntu'), distribution: 'Ubuntu' }
    }
    const here = [
      ubuntu('noble main universe', 'http://archive.ubuntu.com/ubuntu'),
      ubuntu('noble-security main', 'http://security.ubuntu.com/ubuntu'),
    ]
    const own = 'http://de.archive.ubuntu.com/ubuntu'
    const noble = { id: 'ubuntu', codename: 'noble', title: 'Ubuntu 24.04' }
    const there = [ubuntu('noble main', own), archive('trixie main')]
    const { offered } = compareSources(
      { ...sourcesOf(...here), release: noble },
      { ...sourcesOf(...there), release: noble },
      noRule,
    )
    expect(offered.map(({ id, uri, added }) => [id, uri, added?.keysOf])).toEqual([
      ['Ubuntu noble universe', own, 'Ubuntu noble'],
      ['Ubuntu noble-security', own, 'Ubuntu noble'],
    ])
  })

  it('are told only for another release, by a rule for their file, and where nothing can be added to those there', () => {
    const whyOf = (from: readonly PackageSource[], to: readonly PackageSource[], hasRule = noRule) =>
      compare(from, to, hasRule).told.map(({ source, why }) => [source.id, why])
    const main = archive('trixie main')
    expect(whyOf([main, archive('sid main'), archive('experimental main')], [main])).toEqual([
      ['Debian sid', 'other-release'],
      ['Debian experimental', 'other-release'],
    ])
    const sid = archive('sid main')
    expect(idsOf(compare([main, sid, archive('sid-debug main')], [main, sid]).offered)).toEqual(['Debian sid-debug'])
    expect(whyOf([archive('trixie main contrib')], [main], (file) => file === 'sources.list')).toEqual([
      ['Debian trixie contrib', 'rule'],
    ])
    const alone = { ...main, hindrance: 'local' as const }
    expect(whyOf([archive('trixie main contrib'), archive('trixie-updates main')], [alone])).toEqual([
      ['Debian trixie contrib', 'own-way'],
      ['Debian trixie-updates', 'own-way'],
    ])
    const ofDisc = archive('trixie-security main', 'file:/srv/debian-security', { hindrance: 'local' })
    expect(whyOf([main, ofDisc], [main])).toEqual([['Debian trixie-security', 'local']])
  })

  it('are added as the other laptop has them where the one that is taken has none', () => {
    const { offered, told } = compare(
      [archive('trixie main'), archive('trixie-updates main', official, { hindrance: 'secret' })],
      [],
    )
    expect(offered).toEqual([archive('trixie main')])
    expect(told.map(({ source, why }) => [source.id, why])).toEqual([['Debian trixie-updates', 'secret']])
  })

  it('that only the laptop that is taken has are never taken away', () => {
    const { onlyThere, same } = compare(
      [archive('trixie main')],
      [archive('trixie main contrib'), archive('trixie-backports main')],
    )
    expect([idsOf(onlyThere), idsOf(same)]).toEqual([
      ['Debian trixie contrib', 'Debian trixie-backports'],
      ['Debian trixie'],
    ])
  })

  it('of which one laptop fetches source code, too, differ in that alone', () => {
    const both = archive('trixie main', official, { types: ['deb', 'deb-src'] })
    const { offered, differing } = compare([both], [archive('trixie main')])
    expect([offered, differing.map(({ there }) => there.id)]).toEqual([[], ['Debian trixie']])
    const more = archive('trixie main contrib', official, { types: ['deb', 'deb-src'] })
    expect(compare([more], [archive('trixie main')]).offered).toMatchObject([{ types: ['deb'] }])
    expect(compare([more], [both]).offered).toMatchObject([{ types: ['deb', 'deb-src'], components: ['contrib'] }])
  })

  it('are none of a plan where the releases are two', () => {
    const bookworm = { id: 'debian', codename: 'bookworm', title: 'Debian GNU/Linux 12 (bookworm)' }
    const from = { ...sourcesOf(archive('bookworm main')), release: bookworm }
    const to = sourcesOf(archive('trixie main'))
    expect(compareSources(from, to, noRule)).toEqual({
      ...{ same: [], offered: [], told: [], differing: [], onlyThere: [] },
    })
    expect(sourcesSideBySide(from, to)).toMatchObject([
      { name: 'Debian bookworm', difference: 'only-here', followsRelease: true },
      { name: 'Debian trixie', difference: 'only-there', followsRelease: true },
    ])
  })
})

describe('what the person sees of them', () => {
  const from = [archive('trixie main contrib'), archive('trixie-security main', security)]
  const to = [archive('trixie main', mirror)]
  const machine = (label: string) => ({ name: label, label, wording, call: () => Promise.reject(new Error(label)) })
  const compared = compare(from, to)
  const plan: PackagesPlan = {
    ...noPackagesPlan,
    sources: compared.offered.map((source) => {
      const nothing = { needed: [], install: [], actions: [], downloadBytes: 0, marks: [], rejected: [] }
      return { source, state: 'ready', ...nothing }
    }),
  }

  it('is a question for each, with what it is, from where, and whose keys it has', () => {
    const { questions } = previewPackages(plan, { from: machine('P17'), to: machine('XPS 13') })
    expect(questions.map(({ title, reason, safeDefault }) => [title, reason, safeDefault])).toEqual([
      [
        'Debian trixie contrib',
        `XPS 13 needs nothing from it · contrib from ${mirror} · Signed by the Debian keys that XPS 13 has`,
        'leave',
      ],
      [
        'Debian trixie-security',
        `Security updates come from it · main from ${security} · Signed by the Debian keys that XPS 13 has`,
        'leave',
      ],
    ])
    expect(questions[0]?.choices.map(({ id, effect }) => [id, effect])[1]).toEqual([
      'add',
      'Added to XPS 13 before packages are installed. Debian can then update packages there from it, too.',
    ])
  })

  it('is in the proof what was left, what is there, and what nobody was asked about', () => {
    const proofOf = (there: readonly PackageSource[], answers: Readonly<Record<string, string>>, here = from) =>
      sourcesItems({
        ...{ label: 'XPS 13', plan, agreed: applyAnswers(plan, answers), unanswered: new Set() },
        ...{ from: sourcesOf(...here), to: sourcesOf(...there) },
      }).map(({ verdict, compared: count, chosen, left, notCompared }) => {
        const names = notCompared?.names ?? left?.flatMap((one) => one.names) ?? []
        return [verdict, count, chosen, names]
      })
    const add = 'apt-source:Debian trixie contrib'
    expect(proofOf(to, {})).toEqual([['as-chosen', 1, ['Debian trixie contrib', 'Debian trixie-security'], []]])
    const whole = archive('trixie main contrib', mirror)
    expect(proofOf([whole], { [add]: 'add' })).toEqual([['as-chosen', 1, ['Debian trixie-security'], []]])
    expect(proofOf(to, { [add]: 'add' })).toEqual([['left', 1, ['Debian trixie-security'], ['Debian trixie contrib']]])
    expect(proofOf([...to, archive('trixie-updates main')], {})).toContainEqual([
      ...['not-compared', 0, []],
      ['Debian trixie-updates'],
    ])
  })

  it('is a note in the proof where one fetches source code, too', () => {
    const sides = {
      from: { label: 'P17', sources: sourcesOf(archive('trixie main', official, { types: ['deb', 'deb-src'] })) },
      to: { label: 'XPS 13', sources: sourcesOf(...to) },
    }
    expect(sourcesNotes(sides, noPackagesPlan)).toEqual(['Debian trixie differs. P17: deb, deb-src. XPS 13: deb'])
  })

  it('is the same on the page of packages', () => {
    expect(sourcesSideBySide(sourcesOf(...from), sourcesOf(...to))).toMatchObject([
      { name: 'Debian trixie', difference: 'same', followsRelease: false },
      { name: 'Debian trixie contrib', difference: 'only-here', followsRelease: false },
      { name: 'Debian trixie-security', difference: 'only-here', followsRelease: false },
    ])
  })
})
