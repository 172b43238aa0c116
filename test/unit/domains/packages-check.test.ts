/** What `verify --full` says of packages and services: never the same where nobody compared them. */
import { expect, it } from 'vitest'
import type { LastSwitch } from '../../../src-main/commons/capability/app-capability.ts'
import { areaVerdict } from '../../../src-main/contract/proof/area-verdict.ts'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import type { Capture, InstalledPackage, PackageUnits } from '../../../src-main/domains/packages/model.ts'
import { checkAllPackages } from '../../../src-main/domains/packages/on-pair/check-all.ts'
import type { PackageSource, PackageSources } from '../../../src-main/domains/packages/sources-model.ts'
import { capturePackages } from '../../../src-main/domains/packages/verbs.ts'
import { listSources } from '../../../src-main/domains/packages/source-verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { archiveAt, installed, noSources, sourceAt, noUnits, captureOf } from './captures.ts'

const units = (more: Partial<PackageUnits> = {}): PackageUnits => ({
  ...{ ...noUnits, files: ['a.service', 'b.service'] },
  ...more,
})
const captured = (packages: readonly InstalledPackage[], more: Partial<Capture> = {}) =>
  captureOf(packages, { units: units(), ...more })

const lastWith = (chosen: readonly string[], open: readonly string[]): LastSwitch => ({
  switchId: 's1',
  chosen: () => new Set(chosen),
  left: () => new Set(),
  open: () => new Set(open),
})

interface More {
  readonly from?: PackageSources
  readonly to?: PackageSources
  readonly rules?: readonly PackageRule[]
}

async function areaOf(from: Capture, to: Capture, last?: LastSwitch, { rules = [], ...sources }: More = {}) {
  const machineWith = async (name: string, capture: Capture, sourcesThere = noSources) => {
    const { machine } = await memoryMachine(name, [
      answer(capturePackages, () => Promise.resolve(capture)),
      answer(listSources, () => Promise.resolve(sourcesThere)),
    ])
    return machine
  }
  const area = await checkAllPackages(() => Promise.resolve(rules))(
    { from: await machineWith('p17', from, sources.from), to: await machineWith('xps', to, sources.to) },
    last,
    {},
  )
  const names = ({ items }: typeof area.differs) => items.map(({ path }) => path)
  const { differs, asChosen, notCompared } = area
  return {
    area,
    verdict: areaVerdict(area),
    names: { differs: names(differs), asChosen: names(asChosen), notCompared: names(notCompared) },
  }
}

it('are the same where versions and starts are', async () => {
  const { area, verdict } = await areaOf(captured([installed('mosh')]), captured([installed('mosh')]))
  expect(verdict).toBe('same')
  expect(area.compared).toBe(3)
})

it('differ by version, by being on one laptop alone, and by how a service starts', async () => {
  const { area, verdict } = await areaOf(
    captured([installed('mosh'), installed('tmux'), installed('here')], { units: units({ enabled: ['a.service'] }) }),
    captured([installed('mosh', { version: '2.0' }), installed('tmux', { version: '0.9' }), installed('there')]),
  )
  expect(verdict).toBe('differs')
  expect(area.differs.items).toEqual([
    { path: 'here', differsIn: ['missing'], onlyOn: 'P17' },
    { path: 'there', differsIn: ['missing'], onlyOn: 'XPS' },
    { path: 'tmux', differsIn: ['version'] },
    { path: 'mosh', differsIn: ['version'] },
    { path: 'a.service', differsIn: ['starts'] },
  ])
})

it('differ by how a hand-written service starts where both have its file, and name what one has alone', async () => {
  const local = ['alone.service', 'mine.service']
  const { area, verdict } = await areaOf(
    captured([], { units: units({ local, enabled: local }) }),
    captured([], { units: units({ local: ['mine.service'] }) }),
  )
  expect(verdict).toBe('differs')
  expect(area.differs.items).toEqual([{ path: 'mine.service', differsIn: ['starts'] }])
  expect(area.leftOut).toMatchObject([{ laptop: 'P17', title: 'Services in /etc', examples: ['alone.service'] }])
})

it('are as chosen where the last proof says so, and not compared where nobody decided', async () => {
  const { names, verdict } = await areaOf(
    captured([installed('kept'), installed('newer')]),
    captured([installed('open'), installed('newer', { version: '2.0' }), installed('library', { auto: true })]),
    lastWith(['kept'], ['open', 'newer']),
  )
  expect(names).toEqual({ differs: [], asChosen: ['kept'], notCompared: ['open', 'newer', 'library'] })
  expect(verdict).toBe('not-compared')
})

it('are not called the same where one is half installed, and hardware is left out by name', async () => {
  const kernel = installed('linux-image-6.8.0-49-generic')
  const { area, names } = await areaOf(
    captured([installed('mosh'), kernel], { health: { kind: 'half-done', packages: ['mosh'], words: {} } }),
    captured([installed('mosh', { hold: true })]),
  )
  expect(names).toEqual({ differs: [], asChosen: [], notCompared: ['mosh'] })
  expect(area.leftOut).toEqual([
    { laptop: 'P17', title: 'Packages of its hardware', count: 1, byPerson: false, examples: [kernel.name] },
  ])
  const held = captured([installed('mosh', { hold: true })])
  for (const sides of [
    [held, captured([installed('mosh')])],
    [captured([installed('mosh')]), held],
  ] as const)
    expect((await areaOf(...sides)).area.notes).toEqual([
      'Held, or marked as installed by hand, on one laptop only: mosh',
    ])
})

it('are left out by name where pc-switcher needs them, on each laptop that has them otherwise', async () => {
  const own = ['git', 'nodejs', 'rsync']
  const here = captured([installed('git'), installed('nodejs'), installed('rsync'), installed('mosh')], { own })
  const there = captured([installed('git', { version: '2.0' }), installed('rsync', { hold: true }), installed('mosh')])
  const { area, names } = await areaOf(here, there)
  expect(names).toEqual({ differs: [], asChosen: [], notCompared: [] })
  const leftOut = { title: 'Packages that pc-switcher needs', byPerson: false }
  expect(area.leftOut).toEqual([
    { laptop: 'P17', ...leftOut, count: 3, examples: ['git', 'nodejs', 'rsync'] },
    { laptop: 'XPS', ...leftOut, count: 2, examples: ['git', 'rsync'] },
  ])
  expect((await areaOf(here, here)).area.leftOut).toEqual([])
})

it('come from the same sources only where both have these, signed by the same', async () => {
  const both = captured([installed('mosh')])
  const key = { fingerprint: 'B'.repeat(40), owner: '' }
  const { verdict, names, area } = await areaOf(both, both, lastWith(['https://left.example stable'], []), {
    from: { ...noSources, sources: [sourceAt('same'), sourceAt('key'), sourceAt('left'), sourceAt('new')] },
    to: { ...noSources, sources: [sourceAt('same'), sourceAt('key', { keys: [key] })] },
  })
  expect(area.compared).toBe(4)
  expect(names).toEqual({
    differs: [],
    asChosen: ['https://left.example stable'],
    notCompared: ['https://key.example stable', 'https://new.example stable'],
  })
  expect(verdict).not.toBe('same')
})

it('come from the same suites and components of the distribution, from whichever mirror', async () => {
  const both = captured([installed('mosh')])
  const at = (...archives: readonly PackageSource[]) => ({ ...noSources, sources: [...archives] })
  const [official, mirror] = ['http://deb.debian.org/debian', 'http://ftp.uni.example/debian']
  const { names, area } = await areaOf(both, both, lastWith(['Debian trixie contrib'], []), {
    from: at(archiveAt(official, 'trixie main contrib'), archiveAt(official, 'trixie-backports main')),
    to: at(archiveAt(mirror, 'trixie main'), archiveAt(mirror, 'trixie-updates main')),
  })
  expect(area.compared).toBe(4)
  expect(names).toEqual({
    differs: [],
    asChosen: ['Debian trixie contrib'],
    notCompared: ['Debian trixie-backports', 'Debian trixie-updates'],
  })
})

it('count as chosen where a rule keeps them apart, and as different where they are to be on both', async () => {
  const rules: readonly PackageRule[] = [
    { kind: 'apt', name: 'power*', decision: 'apart' },
    { kind: 'apt', name: 'mosh', decision: 'both' },
    { kind: 'unit', name: 'a.*', decision: 'apart' },
    { kind: 'source', name: 'https://vendor.example *', decision: 'apart' },
  ]
  const sources = { from: { ...noSources, sources: [sourceAt('vendor'), sourceAt('other')] } }
  const here = captured([
    installed('mosh'),
    installed('powertop', { needs: ['libpower'] }),
    installed('libpower', { auto: true }),
  ])
  const there = captured([installed('powerstat')], { units: units({ enabled: ['a.service', 'b.service'] }) })
  const { names, verdict } = await areaOf(here, there, undefined, { rules, ...sources })
  expect(verdict).toBe('differs')
  expect(names).toEqual({
    differs: ['mosh', 'b.service'],
    asChosen: ['powertop', 'powerstat', 'a.service', 'https://vendor.example stable'],
    notCompared: ['libpower', 'https://other.example stable'],
  })
})

it('count as chosen where a rule says never, also in other versions, and not as compared', async () => {
  const rules: readonly PackageRule[] = [{ kind: 'apt', name: 'mosh*', decision: 'never' }]
  const here = captured([installed('mosh', { version: '2.0' }), installed('mosh-here'), installed('mosh-same')])
  const there = captured([installed('mosh', { version: '1.0' }), installed('mosh-there'), installed('mosh-same')])
  const { names, area } = await areaOf(here, there, undefined, { rules })
  expect(names).toEqual({ differs: [], asChosen: ['mosh-here', 'mosh-there', 'mosh'], notCompared: [] })
  expect((await areaOf(here, there)).area.compared - area.compared).toBe(1)
})

it('are told of where they are of the hardware, until one of them is to be on both', async () => {
  const [here, there] = [captured([installed('firmware-iwlwifi')]), captured([])]
  expect((await areaOf(here, there)).area.leftOut).toMatchObject([{ examples: ['firmware-iwlwifi'] }])
  const both = { kind: 'apt', name: 'firmware-iwlwifi', decision: 'both' } as const
  const { area, names } = await areaOf(here, there, undefined, { rules: [both] })
  expect(names.differs).toEqual(['firmware-iwlwifi'])
  expect(area.leftOut).toEqual([])
})

it('names the first of many that are marked on one laptop alone', async () => {
  const many = Array.from({ length: 300 }, (_, index) => installed(`pkg${index}`))
  const { area } = await areaOf(captured(many), captured(many.map((one) => ({ ...one, auto: true }))))
  expect(area.notes).toEqual([
    'Held, or marked as installed by hand, on one laptop only: pkg0, pkg1, pkg2, pkg3, pkg4, pkg5, pkg6, pkg7, pkg8, pkg9 and 290 more',
  ])
})
