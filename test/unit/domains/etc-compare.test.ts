import { describe, expect, it } from 'vitest'
import {
  pairInspections,
  assessTracked,
  fingerprintOf,
  markOfTaken,
} from '../../../src-main/domains/etc-tracking/on-pair/compare-etc.ts'
import { chart } from '../../../src-main/domains/etc-tracking/on-pair/decisions.ts'
import { hasUnknownOwner, linesOf } from '../../../src-main/domains/etc-tracking/on-pair/find-lines.ts'
import type { EtcPlan } from '../../../src-main/domains/etc-tracking/on-pair/plan.ts'
import { countDiffering } from '../../../src-main/domains/etc-tracking/on-pair/describe-difference.ts'
import { etcLastEqual } from '../../../src-main/domains/etc-tracking/on-machine/etc-memory.ts'
import { describeContent } from '../../../src-main/domains/etc-tracking/on-machine/describe-content.ts'
import { createNeverList } from '../../../src-main/domains/etc-tracking/never-list.ts'
import { neverEntries } from '../../../src-main/domains/etc-tracking/on-machine/never-entries.ts'
import type { EtcEntry } from '../../../src-main/domains/etc-tracking/verbs.ts'
import { packageOf, parseConffiles, parseOwners } from '../../../src-main/tools/apt/dpkg-files.ts'
import { etcFile, noEtcPlan, rootAlone } from './etc-files.ts'
import { ownFolder } from '../../own-folder.ts'

const never = createNeverList(neverEntries([]))
const accounts = rootAlone
const file = (content: string): EtcEntry => etcFile('/f/x', content)
const folder: EtcEntry = { kind: 'folder', path: '/f', owner: 'root', group: 'root', mode: '0755' }

interface Sides {
  readonly from?: string
  readonly to?: string
  readonly base?: string
  readonly folderBase?: boolean
}

function inspect({ from, to, base, folderBase = false }: Sides) {
  const lastEqual = {
    fingerprints: {
      ...(base === undefined ? {} : { '/f/x': fingerprintOf(file(base)) }),
      ...(folderBase ? { '/f': fingerprintOf(folder) } : {}),
    },
  }
  const side = (content: string | undefined) => ({
    entries: [folder, ...(content === undefined ? [] : [file(content)])],
    lastEqual,
    accounts,
  })
  return pairInspections(side(from), side(to), never)
}

function assessOf(sides: Sides): string | undefined {
  const one = inspect(sides).paths.find(({ path }) => path === '/f/x')
  return one === undefined ? undefined : assessTracked(one)
}

it('is not decided without asking where both laptops have forgotten what was equal', () => {
  const stateFolder = ownFolder('etc-forgotten')
  const side = (content: string) => ({
    entries: [folder, file(content)],
    lastEqual: etcLastEqual.read(stateFolder),
    accounts,
  })
  const assessed = () => pairInspections(side('1'), side('2'), never).paths.map(assessTracked)
  etcLastEqual.forget(stateFolder)
  expect(assessed()).toEqual(['equal', 'copy'])
  etcLastEqual.write(stateFolder, 's1', {})
  etcLastEqual.forget(stateFolder)
  expect(assessed()).toEqual(['equal', 'conflict'])
})

describe('a laptop on which the last switch was undone', () => {
  const one = { '/f/x': fingerprintOf(file('1')) }
  const two = { '/f/x': fingerprintOf(file('2')) }
  const before = { switchId: 's1', fingerprints: one }
  const side = (content: string, lastEqual: Parameters<typeof pairInspections>[0]['lastEqual']) => ({
    entries: [folder, file(content)],
    lastEqual,
    accounts,
  })
  const known = side('2', { switchId: 's2', fingerprints: two, before })
  const assess = (...pair: readonly [typeof known, typeof known]) =>
    pairInspections(...pair, never)
      .paths.filter(({ path }) => path === '/f/x')
      .map(assessTracked)

  it('gets again what the switch had brought, and keeps what it had of its own', () => {
    expect(assess(known, side('1', before))).toEqual(['copy'])
    expect(assess(side('1', { ...known.lastEqual }), side('3', before))).toEqual(['drift'])
    expect(assess(side('1', before), known)).toEqual(['drift'])
  })

  it('meets for the first time what only the switch that was undone made one', () => {
    const first = { switchId: 's1', fingerprints: {} }
    const again = side('2', { switchId: 's2', fingerprints: two, before: first })
    expect(assess(again, side('1', first))).toEqual(['copy'])
    // After a rollback that is none to before a switch, nobody knows.
    expect(
      assess(
        { ...again, lastEqual: { ...again.lastEqual, before: { fingerprints: {} } } },
        side('1', { fingerprints: {} }),
      ),
    ).toEqual(['conflict'])
  })

  it('has nothing in common when neither record is of the same switch', () => {
    expect(assess(known, side('2', { switchId: 's0', fingerprints: two })).flat()).toEqual(['equal'])
  })
})

describe('a tracked file on two laptops', () => {
  it.each([
    ['is the same', { from: '1', to: '1', base: '0' }, 'equal'],
    ['changed on the laptop that is left', { from: '2', to: '1', base: '1' }, 'copy'],
    ['was removed on the laptop that is left', { to: '1', base: '1' }, 'copy'],
    ['is new on the laptop that is left', { from: '1' }, 'copy'],
    ['meets another for the first time', { from: '1', to: '2' }, 'copy'],
    ['is only on the other and never was equal', { to: '1' }, 'stays'],
    ['is only on the other, in a folder that was equal', { to: '1', folderBase: true }, 'stays'],
    ['came up on both, in a folder that was equal', { from: '1', to: '2', folderBase: true }, 'conflict'],
    ['changed on the other only', { from: '1', to: '2', base: '1' }, 'drift'],
    ['was removed on the other only', { from: '1', base: '1' }, 'drift'],
    ['changed on both', { from: '2', to: '3', base: '1' }, 'conflict'],
    ['was removed here and changed there', { to: '3', base: '1' }, 'conflict'],
  ] as const)('that %s', (_what, sides, expected) => {
    expect(assessOf(sides)).toBe(expected)
  })

  it.each([
    ['the one that is left', true, false],
    ['the other one', false, true],
  ])('is asked about when only %s remembers what it was when both were equal', (_which, here, there) => {
    const side = (content: string, isRemembered: boolean) => ({
      entries: [folder, file(content)],
      lastEqual: { fingerprints: isRemembered ? { '/f/x': fingerprintOf(file('1')) } : {} },
      accounts,
    })
    const of = (content: string) =>
      pairInspections(side('1', here), side(content, there), never)
        .paths.filter(({ path }) => path === '/f/x')
        .map(assessTracked)
    expect(of('2')).toEqual(['conflict'])
    expect(of('1')).toEqual(['equal'])
  })

  it('has no base when the two laptops remember different ones', () => {
    const one = pairInspections(
      { entries: [file('1')], lastEqual: { fingerprints: { '/f/x': fingerprintOf(file('1')) } }, accounts },
      { entries: [file('2')], lastEqual: { fingerprints: { '/f/x': fingerprintOf(file('2')) } }, accounts },
      never,
    ).paths.find(({ path }) => path === '/f/x')
    expect(one?.base).toBeUndefined()
  })

  it('is compared with its ACLs and capabilities', () => {
    const plain = file('1')
    expect(fingerprintOf({ ...plain, attributes: 'security.capability=0x01' })).not.toBe(fingerprintOf(plain))
    expect(fingerprintOf({ ...plain, attributes: 'user.a=0x01' }).length).toBeLessThan(300)
  })

  it('is not compared at or below what is no file, folder or link on either laptop', () => {
    const socket: EtcEntry = { kind: 'other', path: '/f', owner: 'root', group: 'root' }
    const side = (entries: EtcEntry[]) => ({ entries, lastEqual: { fingerprints: {} }, accounts })
    const { paths } = pairInspections(side([socket]), side([folder, file('1')]), never)
    expect(paths.map(({ path }) => path)).toEqual(['/f'])
  })
})

describe('a tracked file that is to be placed', () => {
  const rules = new Map([['/f', 'always']] as const)
  const planOf = (sides: Sides, kind: 'changes' | 'undecided' | 'drift' | 'none'): EtcPlan => {
    const one = inspect(sides).paths.find(({ path }) => path === '/f/x')
    const there = one === undefined ? '' : markOfTaken(one)
    const listed = { path: '/f/x', reason: '', secret: false, canLook: true, mark: '', there }
    return {
      ...noEtcPlan,
      changes: kind === 'changes' ? [{ ...listed, effect: 'update', detail: '', bytes: 1 }] : [],
      undecided: kind === 'undecided' ? [{ ...listed, onlyTo: false }] : [],
      drift: kind === 'drift' ? [{ ...listed, both: false }] : [],
    }
  }
  interface Story {
    readonly planned?: Sides
    readonly as?: Parameters<typeof planOf>[1]
    readonly answer?: 'keep' | 'take'
    readonly placed?: boolean
    readonly origin?: 'shipped'
  }
  const fateOf = (now: Sides, { planned = now, as = 'none', answer, placed = false, origin }: Story) => {
    const inspection = inspect(now)
    const paths = inspection.paths.map((one) =>
      origin !== undefined && one.to?.kind === 'file' ? { ...one, to: { ...one.to, origin } } : one,
    )
    const agreed = {
      plan: planOf(planned, as),
      answers: answer === undefined ? {} : { 'etc-changed:/f/x': answer },
      placed: new Set(placed ? ['/f/x'] : []),
    }
    const course = chart({ ...inspection, paths }, rules, agreed)
    return (['kept', 'own', 'tracked'] as const).find((fate) => course[fate].some(({ path }) => path === '/f/x'))
  }

  it.each<[string, boolean, Sides, Story]>([
    ['was to be kept', true, { from: '1', to: '2', base: '1' }, { as: 'drift', answer: 'keep' }],
    ['was to be taken', false, { from: '1', to: '2', base: '1' }, { as: 'drift', answer: 'take' }],
    ['is only on the other', true, { to: '2' }, {}],
    ['changed on the laptop that is left, also since the plan', false, { from: '3', to: '1', base: '1' }, {}],
    ['meets another for the first time', false, { from: '1', to: '2' }, { as: 'changes' }],
    ['just got its rule', false, { from: '1', to: '2' }, { as: 'undecided' }],
    ['came up on the laptop that is left since the plan', false, { from: '1' }, {}],
  ])('stays or not: one that %s (%s)', (_what, isKept, now, story) => {
    expect(fateOf(now, story)).toBe(isKept ? 'kept' : 'tracked')
  })

  it.each<[string, boolean, Sides, Story]>([
    ['to another version', true, { from: '1', to: '3', base: '2' }, { as: 'none' }],
    [
      'and was to be taken',
      true,
      { from: '1', to: '3', base: '1' },
      { planned: { from: '1', to: '2', base: '1' }, as: 'drift', answer: 'take' },
    ],
    ['and never was equal', true, { from: '1', to: '3' }, { planned: { from: '1', to: '2' }, as: 'changes' }],
    ['and is gone now', true, { from: '1' }, { planned: { from: '1', to: '2' }, as: 'changes' }],
    ['by what this switch placed', false, { from: '1', to: '3', base: '2' }, { placed: true }],
    ['by the packages of this switch', false, { from: '1', to: '3', base: '2' }, { origin: 'shipped' }],
  ])('stays or not when it changed there since the plan %s (%s)', (_what, isOwn, now, story) => {
    expect(fateOf(now, story)).toBe(isOwn ? 'own' : 'tracked')
  })
})

describe('the lines of /etc', () => {
  const at = (path: string, entry: EtcEntry): EtcEntry => ({ ...entry, path })
  const pairOf = (from: EtcEntry[], to: EtcEntry[]) =>
    pairInspections(
      { entries: from, lastEqual: { fingerprints: {} }, accounts },
      { entries: to, lastEqual: { fingerprints: {} }, accounts },
      never,
    )
  const linesFor = (from: EtcEntry[], to: EtcEntry[], rules: readonly string[]) => {
    const inspection = pairOf(from, to)
    const decided = new Map(rules.map((path) => [path, 'always'] as const))
    const differing = inspection.paths.filter((one) => rules.some((rule) => one.path.startsWith(rule)))
    return linesOf(inspection, differing, decided).map(({ path, action }) => `${action} ${path}`)
  }

  it('make the folders around a file first, when the other laptop has none', () => {
    const from = [at('/a', folder), at('/a/b', folder), at('/a/b/x', file('1'))]
    expect(linesFor(from, [at('/a', folder)], ['/a/b/x'])).toEqual(['place /a/b', 'place /a/b/x'])
  })

  it('empty a folder before a file takes its place, and remove everything else last', () => {
    const to = [at('/a', folder), at('/a/x', file('1')), at('/b', folder), at('/b/x', file('1'))]
    expect(linesFor([at('/a', file('2'))], to, ['/a', '/b'])).toEqual([
      'remove /a/x',
      'place /a',
      'remove /b/x',
      'remove /b',
    ])
  })

  it('leave out what would be a stranger’s there, by its owner or an ACL', () => {
    const inspection = pairOf([file('1')], [])
    const isForeign = (entry: EtcEntry) =>
      hasUnknownOwner(
        { path: '/f/x', from: entry, to: undefined, base: undefined, isNew: false, isUnclear: false },
        inspection,
      )
    expect(isForeign(file('1'))).toBe(false)
    expect(isForeign({ ...file('1'), group: 'games' })).toBe(true)
    expect(isForeign({ ...file('1'), owner: '1234' })).toBe(false)
    expect(isForeign({ ...file('1'), attributes: 'system.posix_acl_access=owner::6,user:bob:6,other::4' })).toBe(true)
    expect(isForeign({ ...file('1'), attributes: 'system.posix_acl_access=owner::6,group:root:6,other::4' })).toBe(
      false,
    )
  })
})

describe('what is said about a difference', () => {
  it('counts lines that only one has, and not moved ones', () => {
    expect(countDiffering(['a', 'b', 'c'], ['c', 'b', 'a'])).toBe(0)
    expect(countDiffering(['a', 'b'], ['a', 'x', 'y'])).toBe(2)
    expect(countDiffering(['a', 'a'], ['a'])).toBe(1)
  })

  it.each([
    ['/x.conf', 0o644, 'password = hunter2\n', true],
    ['/x.conf', 0o644, '# password = example\n', false],
    ['/x.conf', 0o644, 'password =\n', false],
    ['/x.conf', 0o640, 'a\n', true],
    ['/x.key', 0o644, 'a\n', true],
    ['/key.pub', 0o644, 'a\n', false],
    ['/keyboard', 0o644, 'XKBLAYOUT=de\n', false],
    ['/x', 0o644, '-----BEGIN OPENSSH PRIVATE KEY-----\n', true],
    ['/netrc', 0o644, 'machine example.org\n  login alice\n  password hunter2\n', true],
    ['/x', 0o644, 'default login anonymous password alice@example.org\n', true],
    ['/x', 0o644, '# machine example.org login alice password hunter2\n', false],
    ['/msmtprc', 0o644, 'user alice\npassword hunter2\n', true],
    ['/pam.d/x', 0o644, 'password\trequisite\tpam_pwquality.so\n@include common-password\n', false],
    ['/x', 0o644, 'Every machine has its own login, and its password is asked for.\n', false],
    ['/apt/sources.list.d/x.list', 0o644, 'deb https://alice:hunter2@example.org/debian stable main\n', true],
    ['/x', 0o644, '# deb https://alice:hunter2@example.org/debian stable main\n', false],
    ['/x', 0o644, 'deb https://example.org:8080/debian@stable main\n', false],
    ['/x', 0o644, 'header = "Authorization: Bearer abc"\n', true],
  ])('whether %s (%o) with %j is a secret: %s', (path, mode, text, secret) => {
    expect(describeContent(path, mode, Buffer.from(text), 'p17').secret).toBe(secret)
  })

  it('tells what in a file is about one laptop alone', () => {
    const bound = (text: string) => describeContent('/x', 0o644, Buffer.from(text), 'p17').bound
    expect(bound('127.0.1.1 p17\n')).toEqual({ id: 'etc.namesHost', data: { host: 'p17' } })
    expect(bound('# p17\nname = p170\n')).toBeUndefined()
    expect(bound('UUID=0a1b2c3d-0000-4000-8000-0123456789ab\n')).toMatchObject({ id: 'etc.namesId' })
    expect(bound('mac 00:11:22:aa:bb:cc\n')).toMatchObject({ id: 'etc.namesCard' })
  })

  it.each([
    ['/fancontrol', 'INTERVAL=10\n'],
    ['/thinkfan.conf', '(0, 0, 55)\n'],
    ['/X11/xorg.conf.d/20-gpu.conf', 'Section "Device"\n  BusID "PCI:1:0:0"\nEndSection\n'],
    ['/modprobe.d/nvidia.conf', 'options nvidia-drm modeset=1\n'],
    ['/modprobe.d/no-nouveau.conf', '# off\nblacklist nouveau\n'],
    ['/udev/rules.d/80-gpu.rules', 'KERNEL=="0000:01:00.0", ATTR{power/control}="auto"\n'],
  ])('suggests that %s stays, as it is about the hardware of one laptop', (path, text) => {
    expect(describeContent(path, 0o644, Buffer.from(text), 'p17').bound).toMatchObject({ id: 'etc.namesHardware' })
  })

  it.each([
    ['/modprobe.d/kvm.conf', 'options kvm_intel nested=1\nblacklist pcspkr\n'],
    ['/X11/xorg.conf.d/30-touchpad.conf', 'Section "InputClass"\n  Option "Tapping" "on"\nEndSection\n'],
    ['/tmpfiles.d/turbo.conf', 'w /sys/devices/system/cpu/intel_pstate/no_turbo - - - - 1\n'],
  ])('suggests nothing of the kind for %s', (path, text) => {
    expect(describeContent(path, 0o644, Buffer.from(text), 'p17').bound).toBeUndefined()
  })
})

describe('dpkg’s record of configuration files', () => {
  it('reads names with spaces, obsolete and removed ones', () => {
    const status =
      'Package: a\nConffiles:\n /etc/a b 0123456789abcdef0123456789abcdef\n /etc/c 0123456789abcdef0123456789abcde0 obsolete\n /etc/new newconffile\nDescription: x\n\nPackage: b\nConffiles:\n /etc/d 1123456789abcdef0123456789abcdef remove-on-upgrade\n'
    expect([...parseConffiles(status).keys()]).toEqual(['/etc/a b', '/etc/c', '/etc/d'])
  })

  it('tells whose a file is, by its folder where no package put it there, and nobody’s where several share that', () => {
    const lists = {
      'nginx-common': ['/etc/nginx', '/etc/default/nginx'],
      'libpam:amd64': ['/etc/security', '/etc/default'],
    }
    const text = Object.entries({
      ...lists,
      'other:amd64': ['/etc/default'],
      'other:i386': ['/etc/o b'],
      'other:x': ['/etc/o b'],
    })
      .flatMap(([name, paths]) => paths.map((path) => `/var/lib/dpkg/info/${name}.list\0${path}\n`))
      .join('')
    const owners = parseOwners(text)
    const ownerOf = (path: string) => packageOf(path, owners)
    expect(['/etc/default/nginx', '/etc/nginx/sites/mine', '/etc/security/limits.d/x'].map(ownerOf)).toEqual([
      'nginx-common',
      'nginx-common',
      'libpam',
    ])
    expect(['/etc/default/mine', '/etc/mine', '/etc/mine/x'].map(ownerOf)).toEqual([undefined, undefined, undefined])
    expect(ownerOf('/etc/o b')).toBe('other')
  })
})
