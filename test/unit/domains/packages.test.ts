import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { chooseVersions } from '../../../src-main/domains/packages/on-machine/fresh-offers.ts'
import { describePackages, findOwn } from '../../../src-main/domains/packages/on-machine/describe-packages.ts'
import { fitPackages } from '../../../src-main/domains/packages/on-machine/fit-packages.ts'
import { isHalfDone } from '../../../src-main/domains/packages/on-machine/read-health.ts'
import { wordsOf, type AskApt } from '../../../src-main/domains/packages/on-machine/simulate.ts'
import { compareVersions } from '../../../src-main/domains/packages/compare-versions.ts'
import {
  packageNameSchema,
  unitNameSchema,
  versionSchema,
  type Capture,
  type InstalledPackage,
  type UnitChange,
} from '../../../src-main/domains/packages/model.ts'
import { hardwareOf, isOfHardware, onlyInstallsSnap } from '../../../src-main/domains/packages/never-compared.ts'
import { compareCaptures } from '../../../src-main/domains/packages/on-pair/compare-captures.ts'
import {
  compareUnits,
  masksOfArriving,
  unitChangesToMake,
} from '../../../src-main/domains/packages/on-pair/compare-units.ts'
import { agreedUnits, isAsked } from '../../../src-main/domains/packages/on-pair/packages-plan.ts'
import { wording } from '../../../src-main/app/wording.ts'
import { packagesMessages } from '../../../src-main/domains/packages/messages.ts'
import { installed, manifestWith, noApps, noUnits, captureOf } from './captures.ts'

const captured = (...packages: InstalledPackage[]) => captureOf(packages, { own: ['rsync'] })

const named = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name)

describe('versions', () => {
  const versions = [
    '1.0',
    '1.0-1',
    '1.0-1+b1',
    '1.0~rc1',
    '1.0~rc1-1',
    '1:0.5',
    '2.0',
    '10.0',
    '1.0a',
    '1.0+dfsg',
    '1.00',
    '1.0.',
    '1.0-1~bpo12+1',
    '0',
    '20250131-1',
    '1.2.3-4ubuntu0.1',
  ]

  it('are ordered as dpkg orders them', () => {
    const says = (left: string, how: 'lt' | 'eq', right: string) =>
      spawnSync('/usr/bin/dpkg', ['--compare-versions', left, how, right]).status === 0
    for (const [index, left] of versions.entries()) {
      for (const right of versions.slice(index)) {
        const order = says(left, 'lt', right) ? -1 : says(left, 'eq', right) ? 0 : 1
        expect([left, right, Math.sign(compareVersions(left, right))]).toEqual([left, right, order])
        expect([right, left, Math.sign(compareVersions(right, left))]).toEqual([right, left, order === 0 ? 0 : -order])
      }
    }
  })
})

describe('names from the other laptop', () => {
  it.each(['-x', 'a b', 'a;b', 'A', '', 'a/b', 'a*', 'q[a]', 'a\nb', '$(x)'])('refuses the package "%s"', (name) => {
    expect(packageNameSchema.safeParse(name).success).toBe(false)
  })
  it.each(['-o', '1 0', '1/0', '', '$(x)'])('refuses the version "%s"', (version) => {
    expect(versionSchema.safeParse(version).success).toBe(false)
  })
  it.each(['--now', 'a', '../a.service', 'a b.service', '.service'])('refuses the unit "%s"', (unit) => {
    expect(unitNameSchema.safeParse(unit).success).toBe(false)
  })
  it.each(['mnt-nas.automount', 'swapfile.swap', 'jobs.slice', 'dev-disk-by\\x2dlabel-a.mount', 'foo@bob.service'])(
    'takes the unit "%s"',
    (unit) => {
      expect(unitNameSchema.safeParse(unit).success).toBe(true)
    },
  )
  it.each(['libstdc++6', 'g++', '0ad', 'python3.11'])('takes the package "%s"', (name) => {
    expect(packageNameSchema.safeParse(name).success).toBe(true)
  })
})

describe('the difference of two laptops', () => {
  it('brings what the person installed with what it wants, and leaves what nothing wants any more', () => {
    const from = captured(
      installed('tool', { version: '1.0', needs: ['lib'], recommends: ['extra'] }),
      installed('lib', { version: '1.0', auto: true }),
      installed('extra', { version: '1.0', auto: true }),
      installed('forgotten', { version: '1.0', auto: true }),
    )
    const comparison = compareCaptures(from, captured())
    expect(named(comparison.missing)).toEqual(['tool', 'lib', 'extra'])
    expect(comparison.marks).toEqual([
      { name: 'lib', arch: 'amd64', mark: 'auto' },
      { name: 'extra', arch: 'amd64', mark: 'auto' },
    ])
    expect(named(compareCaptures(from, captured(), { without: new Set(['tool:amd64']) }).missing)).toEqual([])
  })

  it('brings one architecture of a package without another one that is left out', () => {
    const from = captured(installed('wine'), installed('wine', { arch: 'i386' }))
    const { missing } = compareCaptures(from, captured(), { without: new Set(['wine:i386']) })
    expect(missing.map(({ arch }) => arch)).toEqual(['amd64'])
  })

  it('never compares the product, what it needs, and hardware', () => {
    const from = captured(
      installed('rsync', { version: '3.5' }),
      installed('linux-image-6.12-amd64'),
      installed('firmware-iwlwifi'),
    )
    const comparison = compareCaptures(
      from,
      captured(installed('rsync', { version: '3.2' }), installed('intel-microcode')),
    )
    expect(comparison).toMatchObject({ missing: [], older: [], newer: [], onlyThere: [] })
    expect(comparison.hardware.map(({ name, purpose }) => [name, purpose])).toEqual([
      ['linux-image-6.12-amd64', 'kernel'],
      ['firmware-iwlwifi', 'firmware'],
      ['intel-microcode', 'microcode'],
    ])
  })

  it('tells how the laptops differ in what pc-switcher needs, each once, and nothing where they do not', () => {
    const own = ['git', 'nodejs', 'openssh-server', 'rsync', 'syncthing', 'tlp']
    const from: Capture = {
      ...captured(
        ...[installed('git', { version: '2.0' }), installed('nodejs'), installed('openssh-server')],
        ...[installed('rsync', { hold: true }), installed('tlp')],
      ),
      own,
    }
    const to = captured(
      ...[installed('git'), installed('openssh-server'), installed('rsync')],
      installed('syncthing', { auto: true }),
    )
    expect(compareCaptures(from, to).own).toEqual([
      { name: 'git', arch: 'amd64', how: 'version' },
      { name: 'nodejs', arch: 'amd64', how: 'only-here' },
      { name: 'rsync', arch: 'amd64', how: 'hold' },
      { name: 'syncthing', arch: 'amd64', how: 'only-there' },
    ])
    // What fits the hardware is told as such.
    expect(named(compareCaptures(from, to).hardware)).toEqual(['tlp'])
    const byHand = { ...captured(installed('git')), own }
    expect(compareCaptures(byHand, captured(installed('git', { auto: true }))).own).toEqual([])
    expect(compareCaptures(from, from).own).toEqual([])
  })

  it('has a package that was torn while it was unpacked installed again, in its own version or in the newer one', () => {
    const from = captured(installed('updated', { version: '2.0' }), installed('same'), installed('ahead'))
    const torn = { torn: true }
    const to = captured(
      installed('updated', torn),
      installed('same', torn),
      installed('ahead', { ...torn, version: '3.0' }),
      installed('alone', torn),
      installed('whole'),
    )
    const comparison = compareCaptures(from, to)
    expect(comparison.older.map(({ name }) => name)).toEqual(['updated'])
    expect(comparison.torn.map(({ name, version }) => [name, version])).toEqual([
      ['same', '1.0'],
      ['ahead', '3.0'],
      ['alone', '1.0'],
    ])
  })

  it('tells older, newer and held apart, and asks only about what somebody installed', () => {
    const from = captured(
      installed('a', { version: '2' }),
      installed('b', { version: '1' }),
      installed('c', { version: '2' }),
      installed('d', { version: '1', hold: true }),
    )
    const to = captured(
      installed('a', { version: '1' }),
      installed('b', { version: '2' }),
      installed('c', { version: '1', hold: true }),
      installed('d', { version: '1', auto: true }),
      installed('only', { version: '1' }),
      installed('along', { version: '1', auto: true }),
    )
    const comparison = compareCaptures(from, to)
    expect(
      [comparison.older, comparison.newer, comparison.held, comparison.onlyThere, comparison.alongThere].map(named),
    ).toEqual([['a'], ['b'], ['c'], ['only'], ['along']])
    expect(comparison.marks).toEqual([
      { name: 'd', arch: 'amd64', mark: 'manual' },
      { name: 'd', arch: 'amd64', mark: 'hold' },
    ])
    expect(comparison.same).toBe(1)
  })

  it('tells what only the other laptop decided, which is not taken back there', () => {
    const to = captured(installed('a', { hold: true }), installed('b'), installed('c'))
    const from = captured(installed('a'), installed('b', { auto: true }), installed('c'))
    expect(compareCaptures(from, to)).toMatchObject({
      marks: [],
      marksThere: [
        { name: 'a', mark: 'hold' },
        { name: 'b', mark: 'manual' },
      ],
    })
  })

  it('wants packages of an architecture that the other laptop does not know yet, too', () => {
    const comparison = compareCaptures(captured(installed('wine', { version: '1', arch: 'i386' })), captured())
    expect(named(comparison.missing)).toEqual(['wine'])
  })

  it('makes a sorted manifest', () => {
    const manifest = manifestWith(
      captured(installed('z'), installed('a', { version: '2', auto: true, hold: true })),
      noApps,
    )
    expect(manifest.indexOf('"a:amd64"')).toBeLessThan(manifest.indexOf('"z:amd64"'))
    expect(JSON.parse(manifest)).toMatchObject({
      version: 1,
      apt: { 'a:amd64': { version: '2', manual: false, hold: true } },
    })
  })
})

describe('services', () => {
  const units = (more: Partial<Capture['units']>): Capture['units'] => ({
    ...noUnits,
    files: ['a.service', 'b.service', 'foo@.service', 'ssh.service'],
    ...more,
  })

  it('follows the laptop that is left, but never in how the laptop is reached', () => {
    const from = units({ enabled: ['a.service', 'foo@bob.service'], masked: ['b.service', 'ssh.service'] })
    expect(compareUnits(from, units({ enabled: ['b.service', 'ssh.service'] }))).toEqual([
      { unit: 'a.service', change: 'enable' },
      { unit: 'b.service', change: 'mask' },
      { unit: 'foo@bob.service', change: 'enable' },
    ])
    const swap = units({ files: ['a.service', 'b.service', 'swapfile.swap'] })
    expect(compareUnits({ ...swap, enabled: ['swapfile.swap'] }, swap)).toEqual([])
    expect(compareUnits(units({}), units({ enabled: ['a.service'], masked: ['b.service'] }))).toEqual([
      { unit: 'a.service', change: 'disable' },
      { unit: 'b.service', change: 'unmask' },
    ])
    const instances = units({ enabled: ['foo@bob.service', 'gone@bob.service'], masked: ['foo@eve.service'] })
    expect(compareUnits(units({}), instances)).toEqual([
      { unit: 'foo@bob.service', change: 'disable' },
      { unit: 'foo@eve.service', change: 'unmask' },
    ])
  })

  it('are enabled without a question, and started only on the person’s word', () => {
    const changes: UnitChange[] = [
      { unit: 'a.service', change: 'enable' },
      { unit: 'b.service', change: 'unmask-and-enable' },
      { unit: 'c.service', change: 'disable' },
      { unit: 'd.service', scope: 'users', change: 'enable' },
    ]
    expect(changes.filter(isAsked).map(({ unit }) => unit)).toEqual(['a.service', 'b.service', 'c.service'])
    expect(agreedUnits(changes, {})).toEqual([changes[0], changes[3]])
    expect(agreedUnits(changes, { 'unit:a.service': 'start', 'unit:b.service': 'follow' })).toEqual([
      { ...changes[0], start: true },
      { ...changes[1], start: true },
      changes[3],
    ])
    expect(agreedUnits(changes, { 'unit:a.service': 'keep-always', 'unit:users:d.service': 'keep-always' })).toEqual([])
  })

  it('are started also where a run that was broken off has enabled them, and those that a package brought never', () => {
    const agreed: UnitChange[] = [
      { unit: 'a.service', change: 'enable', start: true },
      { unit: 'b.service', change: 'enable' },
    ]
    const from = units({ enabled: ['a.service', 'b.service', 'foo@bob.service'] })
    const make = (to: Capture['units']) => unitChangesToMake(from, to, { agreed, arriving: ['foo@bob.service'] })
    const arriving = { unit: 'foo@bob.service', change: 'enable' }
    expect(make(units({}))).toEqual([...agreed, arriving])
    expect(make(units({ enabled: ['a.service', 'b.service'] }))).toEqual([arriving, agreed[0]])
    expect(make(units({ masked: ['a.service'], enabled: ['b.service'] }))).toEqual([
      { ...agreed[0], change: 'unmask-and-enable' },
      arriving,
    ])
  })

  it('masks before its package comes what is masked on the laptop that is left', () => {
    expect(masksOfArriving(units({ masked: ['a.service', 'own.service'] }), units({ files: [] }))).toEqual([
      { unit: 'a.service', change: 'mask' },
    ])
  })
})

describe('what can be installed', () => {
  const wanted = (name: string, version = '1') => ({ name, arch: 'amd64', version })
  const asker =
    (bad: string, calls: string[][] = []): AskApt =>
    (transaction) => {
      calls.push(named(transaction.install).slice())
      const put = transaction.install.map((one) => ({ act: 'install' as const, ...one }))
      if (!named(transaction.install).includes(bad)) return Promise.resolve({ kind: 'possible', actions: put })
      return Promise.resolve({
        kind: 'possible',
        actions: [...put, { act: 'remove', name: 'other', arch: 'amd64', before: '1' }],
      })
    }

  const nothingElse = { remove: [], leave: [] }

  it('asks once when all fits', async () => {
    const calls: string[][] = []
    const fit = await fitPackages(
      ['a', 'b', 'c'].map((name) => wanted(name)),
      nothingElse,
      asker('none', calls),
    )
    expect([named(fit.accepted), named(fit.actions), calls.length]).toEqual([['a', 'b', 'c'], ['a', 'b', 'c'], 1])
  })

  it('finds the one that would take another away, and what it would need', async () => {
    const fit = await fitPackages(
      ['a', 'b', 'c', 'd', 'e'].map((name) => wanted(name)),
      nothingElse,
      asker('d'),
    )
    expect(named(fit.accepted)).toEqual(['a', 'b', 'c', 'e'])
    expect(fit.rejected).toMatchObject([
      {
        name: 'd',
        needsRemoval: [{ name: 'other', arch: 'amd64' }],
        reason: packagesMessages.conflicts({ names: ['other'] }),
      },
    ])
    const agreed = await fitPackages(
      [wanted('d')],
      { ...nothingElse, remove: [{ name: 'other', arch: 'amd64' }] },
      asker('d'),
    )
    expect(named(agreed.accepted)).toEqual(['d'])
  })

  it.each(['12', '13'])(
    'goes by the names in the words of apt on Debian %s, so that few questions are needed',
    async (release) => {
      const words = readFileSync(`test/fixtures/packages/simulate-impossible-debian${release}.txt`, 'utf8')
      const [misfit, other] = release === '12' ? ['exim4-daemon-light', 'postfix'] : ['practice-left', 'practice-right']
      const many = Array.from({ length: 100 }, (_, index) => wanted(`pkg${index}`)).toSpliced(50, 0, wanted(misfit))
      const calls: string[][] = []
      const plain = asker(misfit, calls)
      const ask: AskApt = (transaction) =>
        named(transaction.install).includes('other')
          ? Promise.resolve({ kind: 'impossible', words: words.replaceAll(other, 'other') })
          : plain(transaction)
      const fit = await fitPackages(many, nothingElse, ask)
      expect([fit.accepted.length, named(fit.rejected)]).toEqual([100, [misfit]])
      expect(calls).toHaveLength(3)
    },
  )

  it('leaves out what would change a package that is to be left', async () => {
    const leave = [{ name: 'other', arch: 'amd64' }]
    const names = ['a', 'b', 'c', 'd']
    const updating: AskApt = ({ install }) => {
      const put = install.map((one) => ({ act: 'install' as const, ...one }))
      const along = { act: 'update' as const, name: 'other', arch: 'amd64', version: '2', before: '1' }
      return Promise.resolve({ kind: 'possible', actions: named(install).includes('c') ? [...put, along] : put })
    }
    const wantedAll = names.map((name) => wanted(name))
    const fit = await fitPackages(wantedAll, { remove: [], leave }, updating)
    expect(named(fit.accepted)).toEqual(['a', 'b', 'd'])
    expect(named(fit.actions)).not.toContain('other')
    expect(fit.rejected).toMatchObject([
      { name: 'c', needsRemoval: [], actions: [], reason: packagesMessages.changesLeft({ names: ['other'] }) },
    ])
    expect(named((await fitPackages(wantedAll, nothingElse, updating)).accepted)).toEqual(names)
  })

  it('repeats the reason apt gave', async () => {
    const words = 'practice-never:amd64 Depends pcs-nowhere\n but none of the choices are installable'
    const fit = await fitPackages([wanted('x')], nothingElse, () => Promise.resolve({ kind: 'impossible', words }))
    expect(fit.rejected[0]?.reason).toEqual(packagesMessages.dependencyMissing({ name: 'pcs-nowhere' }))
  })

  it('takes the wanted version, else a newer one, else says what there is', () => {
    const offers = new Map([
      ['a', { candidate: '2', versions: ['2', '1'] }],
      ['b', { candidate: '3', versions: ['3'] }],
      ['c', { candidate: '0.5', versions: ['0.5'] }],
      ['d', { candidate: undefined, versions: [] }],
      ['e:i386', { candidate: '1', versions: ['1'] }],
      ['f', { candidate: '1', versions: ['1'] }],
    ])
    const requests = [
      ...['a', 'b', 'c', 'd'].map((name) => wanted(name)),
      { ...wanted('e'), arch: 'i386' },
      { ...wanted('f'), arch: 'i386' },
    ]
    const choice = chooseVersions(requests, offers, 'amd64')
    expect(choice.available.map(({ name, version }) => `${name}=${version}`)).toEqual(['a=1', 'b=3', 'e=1'])
    expect(choice.unavailable.map(({ name, reason }) => `${name}: ${wording.text(reason)}`)).toEqual([
      'c: The package sources offer only 0.5, not 1',
      'd: No package source offers it',
      'f: No package source offers it',
    ])
  })

  it('names the architecture, so that "+" and "-" at the end of a name are not taken for orders', () => {
    expect(wordsOf({ install: [wanted('g++')], remove: [{ name: 'libfoo-', arch: 'amd64' }] })).toEqual([
      'g++:amd64=1',
      'libfoo-:amd64-',
    ])
  })
})

describe('what is there', () => {
  const entry = {
    statusAbbrev: 'ii ',
    architecture: 'all',
    version: '1',
    essential: false,
    needs: [],
    recommends: [],
    installedBytes: 0,
    namesDevices: false,
    summary: '',
    provides: [],
  }

  it('names packages for all architectures by the native one, resolves virtual names, and leaves out remains', () => {
    const packages = describePackages(
      [
        { ...entry, name: 'mail', needs: ['mta', 'nowhere'] },
        { ...entry, name: 'exim', provides: ['mta'] },
        { ...entry, name: 'gone', statusAbbrev: 'rc ' },
        { ...entry, name: 'stuck', statusAbbrev: 'iF ' },
        { ...entry, name: 'frozen', statusAbbrev: 'hi ' },
        { ...entry, name: 'half', statusAbbrev: 'iH ' },
        { ...entry, name: 'again', statusAbbrev: 'iUR' },
      ],
      { automatic: new Set(['exim:amd64']), hardwareFiles: new Map() },
      'amd64',
    )
    expect(
      packages.map(({ name, arch, auto, hold, torn, needs }) => ({ name, arch, auto, hold, torn, needs })),
    ).toEqual([
      { name: 'mail', arch: 'amd64', auto: false, hold: false, torn: false, needs: ['exim'] },
      { name: 'exim', arch: 'amd64', auto: true, hold: false, torn: false, needs: [] },
      { name: 'stuck', arch: 'amd64', auto: false, hold: false, torn: false, needs: [] },
      { name: 'frozen', arch: 'amd64', auto: false, hold: true, torn: false, needs: [] },
      { name: 'half', arch: 'amd64', auto: false, hold: false, torn: true, needs: [] },
      { name: 'again', arch: 'amd64', auto: false, hold: false, torn: true, needs: [] },
    ])
    const [, driver, firmware] = describePackages(
      ['mail', 'acme', 'radio'].map((name) => ({ ...entry, name, namesDevices: name === 'acme' })),
      { automatic: new Set(), hardwareFiles: new Map([['radio', 'firmware']]) },
      'amd64',
    )
    expect([packages[0]?.brings, driver?.brings, firmware?.brings]).toEqual([undefined, 'driver', 'firmware'])
    expect(findOwn([installed('pc-switcher-headless', { version: '1', needs: ['nodejs', 'special'] })])).toContain(
      'special',
    )
  })

  it.each([
    ['ii ', false],
    ['hi ', false],
    ['rc ', false],
    ['un ', false],
    ['hn ', false],
    ['iF ', true],
    ['iU ', true],
    ['iHR', true],
    ['iW ', true],
  ])('takes the state "%s" for half done: %s', (statusAbbrev, expected) => {
    expect(isHalfDone({ statusAbbrev })).toBe(expected)
  })

  it.each([
    'linux-image-amd64',
    'linux-headers-6.12',
    'firmware-realtek',
    'amd64-microcode',
    'nvidia-driver',
    'broadcom-sta-dkms',
    'grub-efi-amd64',
    'thermald',
  ])('leaves the hardware package %s alone', (name) => expect(isOfHardware({ name, needs: [] })).toBe(true))
  it.each([
    ['modules', 'driver'],
    ['firmware', 'firmware'],
    ['driver', 'driver'],
  ] as const)('leaves a package that brings %s alone whatever it is called', (brings, kind) => {
    expect(hardwareOf({ name: 'acme', needs: [], brings })).toBe(kind)
    expect(hardwareOf({ name: 'nvidia-kernel', needs: [], brings })).toBe('graphics')
    const here = captured(installed('acme', { brings }))
    expect(compareCaptures(here, captured())).toMatchObject({
      missing: [],
      hardware: [{ name: 'acme', purpose: kind }],
    })
    expect(compareCaptures(captured(), here)).toMatchObject({
      onlyThere: [],
      hardware: [{ name: 'acme', purpose: kind }],
    })
  })

  it.each([
    ['1:1snap1-0ubuntu5', true],
    ['2:1snap1-0ubuntu2', true],
    ['2.63+22.04ubuntu0.1', false],
    ['1:115.0+build1-0ubuntu0.22.04.1', false],
    ['1.0+snapshot2', false],
  ])('tells by the version %s whether a package only installs a snap', (version, expected) =>
    expect(onlyInstallsSnap({ version })).toBe(expected),
  )

  it('neither brings, updates nor removes a package that only installs a snap, but what it needs, unless it is named', () => {
    const snap = installed('firefox', { version: '1:1snap1-0ubuntu5', needs: ['snapd'] })
    const snapd = installed('snapd', { auto: true })
    const real = installed('firefox', { version: '140.0' })
    const missing = compareCaptures(captured(snap, snapd), captured())
    expect([named(missing.missing), named(missing.bySnap)]).toEqual([['snapd'], ['firefox']])
    const nothing = { missing: [], older: [], newer: [], onlyThere: [], bySnap: [{ name: 'firefox', arch: 'amd64' }] }
    expect(compareCaptures(captured(snap), captured(real))).toMatchObject(nothing)
    expect(compareCaptures(captured(real), captured(snap))).toMatchObject(nothing)
    expect(compareCaptures(captured(), captured(snap))).toMatchObject(nothing)
    expect(compareCaptures(captured(snap), captured(snap)).bySnap).toEqual([])
    const both = compareCaptures(captured(snap), captured(), { both: new Set(['firefox:amd64']) })
    expect([named(both.missing), both.bySnap]).toEqual([['firefox'], []])
  })

  it.each(['mesa-vulkan-drivers', 'libdrm2', 'linux-libc-dev', 'linux-base', 'gimp', 'boltons'])(
    'compares %s',
    (name) => expect(isOfHardware({ name, needs: [] })).toBe(false),
  )
})
