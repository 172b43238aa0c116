import { expect, it } from 'vitest'
import { calls } from '../../../src-main/contract/calls.ts'
import type { ComparedOther } from '../../../src-main/contract/packages-others.ts'
import { isApart, otherLine, otherName } from '../../../src-main/contract/packages-others-words.ts'
import type { PackageUnits } from '../../../src-main/domains/packages/model.ts'
import { sourcesSideBySide } from '../../../src-main/domains/packages/on-pair/sources/side-by-side.ts'
import { unitsSideBySide } from '../../../src-main/domains/packages/on-pair/units-side-by-side.ts'
import { decidedLine } from '../../../src-main/shells/cli/packages/rules-texts.ts'
import { otherLines } from '../../../src-main/shells/cli/packages/texts.ts'
import { keyOfOther } from '../../../src-main/contract/packages-key.ts'
import { kindOfItem } from '../../../src-renderer/pages/packages/packages-routes.ts'
import { packages } from '../../renderer/lists.ts'
import { archiveAt, noneOfUsers, noSources, sourceAt, noUnits } from './captures.ts'

const labels = { here: 'P17', there: 'XPS' }
const unitsOf = (files: readonly string[], more: Partial<PackageUnits> = {}): PackageUnits => ({
  ...{ ...noUnits, files: [...files] },
  ...more,
})

it('puts services side by side, with what each laptop does with them', () => {
  const here = unitsOf(['cups.service', 'ssh.service', 'own.timer'], { enabled: ['cups.service', 'ssh.service'] })
  const there = unitsOf(['cups.service', 'ssh.service'], {
    ...{ masked: ['cups.service'], enabled: ['ssh.service'] },
    users: { ...noneOfUsers, files: ['pipewire.socket'], enabled: ['pipewire.socket'] },
  })
  const [fromHere, fromThere] = [
    { ...here, local: ['mine.service'], enabled: [...here.enabled, 'mine.service'] },
    { ...there, local: ['mine.service', 'other.timer'] },
  ]
  const listed = unitsSideBySide(fromHere, fromThere)
  expect(listed.map((one) => [otherName(one), one.difference, otherLine(one, labels)])).toEqual([
    ['cups.service', 'different', 'P17: starts by itself, XPS: blocked'],
    ['mine.service', 'different', 'P17: starts by itself, XPS: does not start by itself'],
    ['own.timer', 'only-here', 'P17: does not start by itself, XPS: not installed'],
    ['ssh.service', 'same', 'starts by itself'],
    ['other.timer', 'only-there', 'P17: not installed, XPS: does not start by itself'],
    ['pipewire.socket (of every user)', 'only-there', 'P17: not installed, XPS: starts by itself'],
  ])
  expect(listed.find(({ name }) => name === 'ssh.service')).toMatchObject({ isOfLaptop: true })
})

it('puts package sources side by side, those of the distribution among them', () => {
  const vendor = sourceAt('vendor')
  const debian = archiveAt('http://deb.debian.org/debian', 'trixie main')
  const from = { ...noSources, sources: [vendor, debian, sourceAt('only')] }
  const to = { ...noSources, sources: [{ ...vendor, components: ['other'] }, debian] }
  expect(sourcesSideBySide(from, to).map(({ name, difference }) => [name, difference])).toEqual([
    ['Debian trixie', 'same'],
    ['https://vendor.example stable', 'different'],
    ['https://only.example stable', 'only-here'],
  ])
})

it('says in what a source differs: with the keys that only one laptop has, and without a password', () => {
  const key = (letter: string, owner: string) => ({ fingerprint: letter.repeat(40), owner })
  const common = [key('C', 'Common'), key('D', 'Second')]
  const vendor = sourceAt('vendor', { keys: [...common, key('A', 'New')] })
  const old = { ...vendor, components: ['main', 'old'], hindrance: 'secret' as const }
  const from = { ...noSources, sources: [vendor] }
  const to = { ...noSources, sources: [{ ...old, keys: [...common.toReversed(), key('B', 'Old')] }] }
  const groups = (letter: string) => Array.from({ length: 10 }, () => letter.repeat(4)).join(' ')
  expect(otherLines('source', sourcesSideBySide(from, to), labels)).toEqual([
    'Sources: Different (1)',
    '  https://vendor.example stable  apt, differs in components, keys, how it is set up',
    '      Components: P17: main. XPS: main, old',
    `      Signed by: P17: New, key ${groups('A')}; Common, key ${groups('C')}; 1 more key. XPS: Old, key ${groups('B')}; Second, key ${groups('D')}; 1 more key`,
    '      Remark: P17: without a password. XPS: with a password in its address',
  ])
  const [one] = sourcesSideBySide(from, { ...noSources, sources: [{ ...vendor, keys: vendor.keys.toReversed() }] })
  expect(one).toMatchObject({
    difference: 'same',
    parts: [{ part: 'components', here: ['main'], there: ['main'] }, { part: 'keys' }],
  })
  expect(one?.kind === 'source' && one.parts.some(isApart)).toBe(false)
})

it('says in a terminal what a rule means for a source, which is never added for it', () => {
  const line = (decision: 'apart' | 'never') => decidedLine({ kind: 'source', name: 'https://a.example x', decision })
  const said = 'https://a.example x is not added to the other laptop. You are not asked about it.'
  expect([line('apart'), line('never')]).toEqual([said, said])
})

it('says in a terminal what stands beside packages, a heading for each difference', () => {
  const others: readonly ComparedOther[] = calls.packagesCompare.output.parse(packages).others
  expect(otherLines('program', others, labels)).toEqual([
    'Installed by hand: Only on P17 (1)',
    '  /opt/zotero  By hand',
    'Installed by hand: Only on XPS (1)',
    '  /opt/pipx/venvs/black  pipx',
    'Installed by hand: On both, not compared (1)',
    '  /home/alice/.cargo/bin/rg  cargo',
  ])
  expect(otherLines('setting', others, labels)).toEqual([
    'Settings: Only on P17 (2)',
    '  /etc/apt/preferences.d/testing  Apt setting',
    ...['      Package: *', '      Pin: release a=testing', '      Pin-Priority: 100'],
    ...['  org.inkscape.Inkscape           Permissions of a Flatpak app', '      filesystems=home;'],
    'Settings: Different (2)',
    '  /etc/apt/apt.conf.d/95proxy  Apt setting',
    '      P17: Acquire::http::Proxy "http://[hidden]@proxy.example:3128";',
    '      XPS: Acquire::http::Proxy "DIRECT";',
    '  editor                       Default program',
    ...['      P17: /usr/bin/vim.basic', '      XPS: chosen automatically'],
    'Settings: The same on both (1)',
    '  i386  Architecture of packages',
  ])
  expect(otherLines('source', [], labels)).toEqual([])
})

it('says that a source in the home folder comes with it', () => {
  const mine = {
    name: 'https://mine.example',
    scope: 'person',
    followsRelease: false,
    difference: 'only-here',
  } as const
  const source: ComparedOther = { kind: 'source', manager: 'flatpak', parts: [], ...mine }
  expect(otherLine(source, labels)).toBe('Flatpak, in the home folder')
})

it('finds the list of what an address names', () => {
  const { others } = packages
  expect(others.map((one) => kindOfItem(keyOfOther(one), others))).toEqual([
    ...['unit', 'unit', 'source', 'source', 'source', 'source'],
    ...['setting', 'setting', 'setting', 'setting', 'setting', 'program', 'program', 'program'],
  ])
  expect(new Set(others.map(keyOfOther)).size).toBe(others.length)
  expect(['source', undefined, 'curl:amd64'].map((item) => kindOfItem(item, others))).toEqual([
    ...['source', 'package', 'package'],
  ])
})
