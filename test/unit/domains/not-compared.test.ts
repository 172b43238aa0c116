/** What the proofs of /etc and of packages say of what nobody decided about. */
import { describe, expect, it } from 'vitest'
import type { Answers } from '../../../src-main/contract/preview.ts'
import { neverEntries } from '../../../src-main/domains/etc-tracking/on-machine/never-entries.ts'
import type { EtcPlan } from '../../../src-main/domains/etc-tracking/on-pair/plan.ts'
import { verifyEtc } from '../../../src-main/domains/etc-tracking/on-pair/verify-etc.ts'
import type { EtcEntry } from '../../../src-main/domains/etc-tracking/verbs.ts'
import type { Capture, InstalledPackage } from '../../../src-main/domains/packages/model.ts'
import { createPackagesStep } from '../../../src-main/domains/packages/on-pair/packages-step.ts'
import type { PackagesPlan } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import { verifyPackages } from '../../../src-main/domains/packages/on-pair/proof/verify-packages.ts'
import { installed, noRules, noSources, noPackagesPlan, noUnits, unremarkable } from './captures.ts'
import { runOutside } from '../../run-outside.ts'
import { toldMachine } from '../machine/told-machine.ts'
import { etcFile, noEtcPlan, rootAlone } from './etc-files.ts'

function pairOf(from: Readonly<Record<string, unknown>>, to: Readonly<Record<string, unknown>>) {
  return { from: toldMachine('p17', 'P17', from), to: toldMachine('xps', 'XPS 13', to) }
}

const laptopWith = (...entries: EtcEntry[]) => ({
  'etc.inspect': { entries, lastEqual: { fingerprints: {} }, accounts: rootAlone },
  'etc.refused': { files: [] },
  'etc.listEffects': { toRun: [] },
  'etc.never': { entries: neverEntries([]) },
})

describe('the proof of /etc', () => {
  const plan = (...rules: EtcPlan['rules']): EtcPlan => ({ ...noEtcPlan, rules })
  const verify = (of: EtcPlan, answers: Answers = {}, unanswered = runOutside.unanswered) =>
    verifyEtc(
      pairOf(
        laptopWith(etcFile('/motd', 'a'), etcFile('/nanorc', 'a')),
        laptopWith(etcFile('/motd', 'b'), etcFile('/nanorc', 'a')),
      ),
      of,
      answers,
      { ...runOutside, unanswered },
    )

  it('is not the same while no rule says what should be', async () => {
    expect((await verify(plan())).items).toMatchObject([
      {
        verdict: 'not-compared',
        text: '1 file without a rule differs and was left as it is',
        compared: 0,
        notCompared: {
          why: 'undecided',
          count: 1,
          what: '1 file in /etc',
          names: ['/etc/motd'],
        },
      },
    ])
  })

  it('tells what was compared apart from what nobody decided about', async () => {
    const { items } = await verify(plan({ path: '/nanorc', decision: 'always', line: 1 }))
    expect(items.map(({ verdict, compared }) => [verdict, compared])).toEqual([
      ['same', 1],
      ['not-compared', 0],
    ])
  })

  it('calls what the other laptop changed chosen only where somebody has answered', async () => {
    const drift = {
      ...{ path: '/motd', reason: '', both: false, secret: false, canLook: false },
      ...{ versions: undefined, package: undefined, mark: 'a', there: 'b' },
    }
    const asked: EtcPlan = { ...plan({ path: '/motd', decision: 'always', line: 1 }), drift: [drift] }
    const answers = { 'etc-changed:/motd': 'keep' }
    expect((await verify(asked, answers)).items).toMatchObject([{ verdict: 'as-chosen', chosen: ['/etc/motd'] }])
    const unanswered = new Set(['etc-changed:/motd'])
    expect((await verify(asked, answers, unanswered)).items).toMatchObject([
      { verdict: 'left', chosen: [], left: [{ undecided: true, names: ['/etc/motd'] }] },
    ])
  })

  it('is as chosen, and nothing is open, when a rule keeps the only difference', async () => {
    const { items } = await verify(plan({ path: '/motd', decision: 'never', line: 1 }))
    expect(items).toMatchObject([{ verdict: 'as-chosen', chosen: ['/etc/motd'], text: '1 file differs as chosen' }])
  })
})

describe('what changed on the laptop that is taken after the plan', () => {
  it('is left, and never called chosen', async () => {
    const plan: EtcPlan = { ...noEtcPlan, rules: [{ path: '/motd', decision: 'always', line: 1 }] }
    const pair = pairOf(laptopWith(etcFile('/motd', 'a')), laptopWith(etcFile('/motd', 'b')))
    const { items } = await verifyEtc(pair, plan, {}, runOutside)
    expect(items).toMatchObject([
      {
        verdict: 'left',
        chosen: [],
        left: [{ why: 'changed on XPS 13 during the switch', count: 1, names: ['/etc/motd'] }],
        differences: [],
        text: '1 file left as it is',
      },
    ])
  })
})

describe('the proof of packages', () => {
  const laptop = (
    packages: readonly InstalledPackage[],
    units: Partial<Capture['units']> = {},
    failed: readonly string[] = [],
  ) => ({
    'packages.sources': noSources,
    'packages.capture': {
      ...{
        nativeArch: 'amd64',
        architectures: ['amd64'],
        own: [],
        ...unremarkable,
        health: { kind: 'healthy' },
        packages,
      },
      units: { ...noUnits, ...units },
    },
    'packages.failed': { units: failed },
  })
  const captureWith = (architectures: readonly string[]) => ({
    ...laptop([])['packages.capture'],
    architectures,
  })
  const ref = (name: string) => ({ name, arch: 'amd64' })
  const plan: PackagesPlan = {
    ...noPackagesPlan,
    removals: [
      { asked: { ...ref('game'), version: '1.0' }, actions: [], facts: { summary: '', auto: false, bytes: {} } },
    ],
    staying: [ref('lib'), ref('tool')],
  }

  it('tells what the person kept apart from what nobody was asked about', async () => {
    const there = [installed('vim'), installed('game'), installed('tool'), installed('lib', { auto: true })]
    const { items } = await verifyPackages(pairOf(laptop([installed('vim')]), laptop(there)), plan, {}, {})
    expect(items.map(({ title, verdict }) => [title, verdict])).toEqual([
      ['Packages', 'as-chosen'],
      ['Services', 'not-compared'],
      ['Running services', 'healthy'],
      ['Other packages', 'not-compared'],
    ])
    expect(items[0]?.chosen).toEqual(['game'])
    const unanswered = new Set(['apt-remove:game:amd64'])
    const unsaid = await verifyPackages(pairOf(laptop([installed('vim')]), laptop(there)), plan, {}, { unanswered })
    expect(unsaid.items[0]).toMatchObject({
      ...{ verdict: 'left', chosen: [] },
      left: [{ why: 'nobody decided', undecided: true, count: 1, names: ['game'] }],
    })
    expect(items[3]?.notCompared).toEqual({ why: 'undecided', count: 2, what: '2 packages', names: ['tool', 'lib'] })
    // Where they are decided about: nobody can be asked now.
    expect(items[3]?.text).toBe(
      "2 packages that nobody was asked about are only on XPS 13: they came with others, or can't be removed alone. The next plan of a switch to P17 lists what it installs of them",
    )
  })

  it('counts a service that failed since the plan was made, and none that had failed before', async () => {
    const there = laptop([], {}, ['after.service', 'before.service'])
    const { items } = await verifyPackages(
      pairOf(laptop([]), there),
      { ...plan, failedBefore: ['before.service'] },
      {},
      {},
    )
    expect(items[2]).toMatchObject({
      title: 'Running services',
      verdict: 'differs',
      differences: ['after.service'],
    })
  })

  it('says of no package that it was chosen of which nobody was asked', async () => {
    const here = [installed('vim', { version: '2.0' }), installed('held', { version: '2.0' }), installed('left')]
    const there = [installed('vim', { version: '3.0' }), installed('held', { hold: true }), installed('game')]
    const rejection = { ...ref('left'), version: '1.0', reason: { id: 'x', data: {} }, needsRemoval: [], actions: [] }
    const { items } = await verifyPackages(
      pairOf(laptop(here), laptop(there)),
      { ...plan, rejected: [rejection] },
      {},
      {},
    )
    expect(items[0]).toMatchObject({
      verdict: 'left',
      chosen: ['game'],
      left: [
        { why: 'not installable on XPS 13', count: 1, names: ['left'] },
        { why: 'newer on XPS 13', count: 1, names: ['vim'] },
        { why: 'held at its version on XPS 13', count: 1, names: ['held'] },
      ],
      differences: [],
      text: '0 packages have the same version, 1 as you chose, 3 left as they are',
    })
  })

  it('names what only the other laptop holds or has marked, and never calls it the same', async () => {
    const here = [installed('vim'), installed('git', { auto: true }), installed('both', { auto: true })]
    const there = [installed('vim', { hold: true }), installed('git'), installed('both', { hold: true })]
    const { items } = await verifyPackages(pairOf(laptop(here), laptop(there)), noPackagesPlan, {}, {})
    expect(items[0]).toMatchObject({
      verdict: 'left',
      left: [
        { why: 'held on XPS 13 alone', count: 2, names: ['vim', 'both'] },
        { why: 'marked as installed by hand on XPS 13 alone', count: 1, names: ['git'] },
      ],
      differences: [],
      text: '3 packages have the same version, 3 left as they are',
    })
  })

  it('names a package that stays older or newer once, whatever it is marked as', async () => {
    const here = [installed('older', { version: '2.0' }), installed('newer', { auto: true })]
    const there = [installed('older', { hold: true }), installed('newer', { version: '2.0' })]
    const { items } = await verifyPackages(pairOf(laptop(here), laptop(there)), noPackagesPlan, {}, {})
    expect(items[0]?.left?.map(({ why, names }) => [why, names])).toEqual([
      ['newer on XPS 13', ['newer']],
      ['held at its version on XPS 13', ['older']],
    ])
  })

  it('names what fits the hardware of either laptop, and what of it each is for, in the plan as well', async () => {
    const pair = pairOf(
      laptop([installed('linux-image-6.12-amd64'), installed('tlp')]),
      laptop([installed('linux-image-6.12-amd64', { version: '2.0' })]),
    )
    const step = createPackagesStep(() => Promise.resolve(noRules))
    const made = await step.probe(pair, runOutside)
    expect(step.preview(made, pair).blocks).toMatchObject([
      {
        ...{ kind: 'notice', title: 'Hardware packages are left alone' },
        text: 'Each laptop keeps its own, and they are not compared. Kernel: linux-image-6.12-amd64. Tool for this make of laptop: tlp.',
      },
    ])
    const { items } = await verifyPackages(pair, made, {}, {})
    expect(items[3]).toMatchObject({
      title: 'Left as they are',
      notCompared: {
        ...{ count: 2, what: '2 hardware packages' },
        names: ['linux-image-6.12-amd64 (kernel)', 'tlp (tool for this make of laptop)'],
      },
    })
  })

  it('names what pc-switcher needs where the laptops have it otherwise, in the plan as well', async () => {
    const withOwn = (...packages: readonly InstalledPackage[]) => ({
      ...laptop([]),
      'packages.capture': { ...laptop(packages)['packages.capture'], own: ['git', 'nodejs', 'rsync', 'syncthing'] },
    })
    const same = installed('syncthing')
    const pair = pairOf(
      withOwn(same, installed('git'), installed('nodejs'), installed('rsync', { hold: true })),
      withOwn(same, installed('git', { version: '2.0' }), installed('rsync')),
    )
    const step = createPackagesStep(() => Promise.resolve(noRules))
    const made = await step.probe(pair, runOutside)
    expect(step.preview(made, pair).blocks).toEqual([
      {
        ...{ kind: 'notice', pageId: 'packages', tone: 'info' },
        title: 'Packages that pc-switcher needs are left alone',
        text: 'Each laptop keeps its own, and they are not compared: git, nodejs, rsync.',
      },
    ])
    const { items } = await verifyPackages(pair, made, {}, {})
    expect(items[0]).toMatchObject({ title: 'Packages', verdict: 'not-compared', compared: 0 })
    expect(items[3]).toMatchObject({
      ...{ title: 'Needed by pc-switcher', verdict: 'not-compared' },
      text: '3 packages differ. pc-switcher itself needs them, so each laptop keeps its own',
      notCompared: {
        ...{ why: 'left-out', count: 3, what: '3 packages that pc-switcher needs' },
        names: ['git (another version)', 'nodejs (only on P17)', 'rsync (on hold on one of the two)'],
      },
    })
    const equal = pairOf(withOwn(same), withOwn(same))
    const nothing = await step.probe(equal, runOutside)
    expect(step.preview(nothing, equal).blocks).toEqual([])
    expect((await verifyPackages(equal, nothing, {}, {})).items).toHaveLength(3)
  })

  it('does not say of a package that pc-switcher needs that it stays where another one brings it', async () => {
    const from = {
      ...laptop([]),
      'packages.capture': {
        ...laptop([installed('wine', { arch: 'i386', needs: ['libc6'] }), installed('libc6', { arch: 'i386' })])[
          'packages.capture'
        ],
        own: ['libc6'],
      },
    }
    const install = (name: string) => ({ act: 'install', name, arch: 'i386', version: '1.0' })
    const to = {
      ...laptop([]),
      'packages.simulate': {
        ...{ accepted: [{ name: 'wine', arch: 'i386', version: '1.0' }], rejected: [], removals: [] },
        ...{ actions: [install('wine'), install('libc6')], downloadBytes: 0 },
      },
    }
    const made = await createPackagesStep(() => Promise.resolve(noRules)).probe(pairOf(from, to), runOutside)
    expect(made.ofOwn).toEqual([])
  })

  it('names in the plan what starts for the person on one laptop alone, which comes with the home', async () => {
    const withUnits = (homeUnits: readonly string[]) => ({
      ...laptop([]),
      'packages.capture': { ...laptop([])['packages.capture'], homeUnits },
    })
    const pair = pairOf(withUnits(['both.timer', 'notes.service']), withUnits(['both.timer', 'there.service']))
    const step = createPackagesStep(() => Promise.resolve(noRules))
    expect(step.preview(await step.probe(pair, runOutside), pair).blocks).toMatchObject([
      {
        title: 'Services',
        changes: [
          { effect: 'keep', name: 'notes.service', detail: 'Its file is in your home folder, and is copied with it' },
        ],
      },
    ])
  })

  it('names an architecture that only one laptop takes packages for', async () => {
    const with386 = { ...laptop([]), 'packages.capture': captureWith(['amd64', 'i386']) }
    for (const [from, to, label] of [
      [with386, laptop([]), 'P17'],
      [laptop([]), with386, 'XPS 13'],
    ] as const) {
      const { items } = await verifyPackages(pairOf(from, to), noPackagesPlan, {}, {})
      expect(items.at(-1)).toMatchObject({
        ...{ title: 'Package architectures', verdict: 'not-compared' },
        text: `i386 only on ${label}. An architecture is added with the first package that needs it`,
        notCompared: { why: 'left-out', count: 1, what: '1 package architecture', names: ['i386'] },
      })
    }
  })

  it('counts a service as compared only where it is, and names those of either laptop that are never carried', async () => {
    const units = { files: ['cron.service', 'tlp.service', 'mine.service'], enabled: ['cron.service', 'tlp.service'] }
    const there = { files: ['cron.service', 'game.service', 'tlp.service'], enabled: ['cron.service'] }
    const { items } = await verifyPackages(pairOf(laptop([], units), laptop([], there)), plan, {}, {})
    expect(items[1]).toMatchObject({ verdict: 'same', compared: 1, text: '1 start as on P17' })
    const asked: PackagesPlan = { ...plan, units: [{ unit: 'cron.service', change: 'disable' }] }
    const after = laptop([], { ...there, enabled: [] })
    const proofOf = async (unanswered: ReadonlySet<string>) =>
      (await verifyPackages(pairOf(laptop([], units), after), asked, {}, { unanswered })).items[1]
    expect(await proofOf(new Set())).toMatchObject({ verdict: 'as-chosen', chosen: ['cron.service'] })
    expect(await proofOf(new Set(['unit:cron.service']))).toMatchObject({
      ...{ verdict: 'left', chosen: [] },
      left: [{ undecided: true, names: ['cron.service'] }],
    })
    expect(items[3]).toMatchObject({
      title: 'Left as they are',
      verdict: 'not-compared',
      notCompared: {
        ...{ why: 'left-out', count: 3, what: '3 services' },
        names: ['game.service', 'mine.service', 'tlp.service'],
      },
    })
  })
})
