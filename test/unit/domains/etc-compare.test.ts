import { describe, expect, it } from 'vitest'
import {
  pairInspections,
  assessTracked,
  fingerprintOf,
} from '../../../src-main/domains/etc-tracking/on-pair/compare-etc.ts'
import { chart } from '../../../src-main/domains/etc-tracking/on-pair/decisions.ts'
import { countDiffering } from '../../../src-main/domains/etc-tracking/on-pair/describe-difference.ts'
import { describeContent } from '../../../src-main/domains/etc-tracking/on-machine/describe-content.ts'
import { createNeverList } from '../../../src-main/domains/etc-tracking/never-list.ts'
import { neverEntries } from '../../../src-main/domains/etc-tracking/on-machine/never-entries.ts'
import type { EtcEntry } from '../../../src-main/domains/etc-tracking/verbs.ts'
import { parseConffiles } from '../../../src-main/tools/apt/dpkg-files.ts'

const never = createNeverList(neverEntries([]))
const accounts = { users: ['root'], groups: ['root'] }
const file = (content: string): EtcEntry => ({
  kind: 'file',
  path: '/f/x',
  owner: 'root',
  group: 'root',
  mode: '0644',
  bytes: 1,
  changedAt: '2026-01-01T00:00:00.000Z',
  sha256: content,
  origin: 'unowned',
  secret: false,
})
const folder: EtcEntry = { kind: 'folder', path: '/f', owner: 'root', group: 'root', mode: '0755' }

interface Sides {
  readonly from?: string
  readonly to?: string
  readonly base?: string
  readonly folderBase?: boolean
}

function inspect({ from, to, base, folderBase = false }: Sides) {
  const lastEqual = {
    ...(base === undefined ? {} : { '/f/x': fingerprintOf(file(base)) }),
    ...(folderBase ? { '/f': fingerprintOf(folder) } : {}),
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

  it('has no base when the two laptops remember different ones', () => {
    const one = pairInspections(
      { entries: [file('1')], lastEqual: { '/f/x': fingerprintOf(file('1')) }, accounts },
      { entries: [file('2')], lastEqual: { '/f/x': fingerprintOf(file('2')) }, accounts },
      never,
    ).paths.find(({ path }) => path === '/f/x')
    expect(one?.base).toBeUndefined()
  })

  it('is kept on the person’s word, and what only the other has without a word', () => {
    const rules = new Map([['/f', 'always']] as const)
    const kept = (sides: Sides, answers: Record<string, string>) =>
      chart(inspect(sides), rules, answers).kept.map(({ path }) => path)
    expect(kept({ from: '1', to: '2', base: '1' }, { 'etc-changed:/f/x': 'keep' })).toEqual(['/f/x'])
    expect(kept({ from: '1', to: '2', base: '1' }, { 'etc-changed:/f/x': 'take' })).toEqual([])
    expect(kept({ to: '2' }, {})).toEqual(['/f/x'])
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
})

describe('dpkg’s record of configuration files', () => {
  it('reads names with spaces, obsolete and removed ones', () => {
    const status =
      'Package: a\nConffiles:\n /etc/a b 0123456789abcdef0123456789abcdef\n /etc/c 0123456789abcdef0123456789abcde0 obsolete\n /etc/new newconffile\nDescription: x\n\nPackage: b\nConffiles:\n /etc/d 1123456789abcdef0123456789abcdef remove-on-upgrade\n'
    expect([...parseConffiles(status).keys()]).toEqual(['/etc/a b', '/etc/c', '/etc/d'])
  })
})
