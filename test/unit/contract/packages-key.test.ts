import { expect, it } from 'vitest'
import { nameWithArchitecture, packageManagers, type PackageRule } from '../../../src-main/contract/package-rule.ts'
import type { ComparedPackage } from '../../../src-main/contract/packages-calls.ts'
import { packageLines } from '../../../src-main/shells/cli/packages/texts.ts'
import { keyOfPackage } from '../../../src-main/contract/packages-key.ts'
import { otherSubject, ruleSubject, rulesFor, rulesForOther } from '../../../src-main/contract/package-rules-for.ts'
import { texts } from '../../../src-renderer/pages/packages/texts.ts'
import { manyPackages, packages } from '../../renderer/lists.ts'

const labels = { here: 'P17', there: 'XPS 13' }
const version = { version: '1.0', auto: false, held: false, origin: 'flathub' }

function compared(more: Partial<ComparedPackage>): ComparedPackage {
  return {
    ...{ manager: 'flatpak', name: 'org.gnome.Maps', architecture: 'x86_64', summary: '', installedBytes: 1 },
    ...{ difference: 'only-here', here: version, neededBy: { first: [], count: 0 } },
    ...more,
  }
}

it('tells a package, a Flatpak app and a snap of one name apart', () => {
  const keys = packageManagers.map((manager) => keyOfPackage({ manager, name: 'firefox', architecture: 'amd64' }))
  expect(keys).toEqual(['firefox:amd64', 'flatpak:firefox:amd64', 'snap:firefox:amd64'])
})

it('has one key for each of many packages', () => {
  expect(new Set(manyPackages.packages.map(keyOfPackage)).size).toBe(4_000)
})

it('tells an app in a home folder from the one for everybody, and gives it no rule', () => {
  const maps = compared({ manager: 'flatpak', name: 'org.gnome.Maps' })
  const own = { ...maps, scope: 'person' as const }
  expect([keyOfPackage(maps), keyOfPackage(own)]).toEqual([
    'flatpak:org.gnome.Maps:x86_64',
    'flatpak-home:org.gnome.Maps:x86_64',
  ])
  const rules: readonly PackageRule[] = [{ kind: 'flatpak', name: 'org.gnome.Maps', decision: 'apart' }]
  expect(rulesFor(rules, maps).own?.decision).toBe('apart')
  expect(rulesFor(rules, own)).toEqual({ own: undefined, pattern: undefined })
  expect(packageLines([own])).toEqual(['  org.gnome.Maps  1.0  Flatpak, in the home folder, from flathub'])
})

it('means every branch of a Flatpak runtime by its rule', () => {
  const runtime = compared({ manager: 'flatpak', name: 'org.gnome.Platform//48' })
  const rule = { kind: 'flatpak', name: 'org.gnome.Platform:x86_64', decision: 'never' } as const
  expect(rulesFor([rule], runtime).own).toEqual(rule)
  expect(nameWithArchitecture(ruleSubject(runtime))).toBe('org.gnome.Platform:x86_64')
})

it('has a rule about each service, source and default program that a switch may change, and about nothing else', () => {
  const subjects = packages.others.map((one) => [one.name, otherSubject(one)?.kind])
  expect(subjects).toEqual([
    ['cups.service', 'unit'],
    ['ssh.service', undefined],
    ['https://download.docker.com/linux/debian trixie', 'source'],
    ['https://packages.example.org/apt stable', 'source'],
    ['https://dl.flathub.org/repo', 'flatpak-source'],
    ['https://nightly.gnome.org/repo', undefined],
    ['/etc/apt/apt.conf.d/95proxy', undefined],
    ['/etc/apt/preferences.d/testing', undefined],
    ['editor', 'alternative'],
    ['org.inkscape.Inkscape', undefined],
    ['i386', undefined],
    ['/opt/zotero', undefined],
    ['/opt/pipx/venvs/black', undefined],
    ['/home/alice/.cargo/bin/rg', undefined],
  ])
  const socket = {
    kind: 'unit',
    name: 'pipewire.socket',
    scope: 'users',
    origin: 'package',
    difference: 'same',
    isOfLaptop: false,
  } as const
  const rules: readonly PackageRule[] = [
    { kind: 'unit', name: 'pipewire.socket', decision: 'never' },
    { kind: 'user-unit', name: 'pipewire.*', decision: 'apart' },
  ]
  expect(rulesForOther(rules, socket)).toEqual({ own: undefined, pattern: rules[1] })
  expect(rulesForOther(rules, { ...socket, origin: 'link' })).toEqual({ own: undefined, pattern: undefined })
})

it('says where a Flatpak app or a snap came from, on each laptop where that differs', () => {
  const [here, there] = [
    { ...version, origin: 'flathub' },
    { ...version, origin: 'fedora' },
  ]
  expect(texts.cameFrom(compared({ here, there: here }), labels)).toBe('flathub')
  expect(texts.cameFrom(compared({ here, there }), labels)).toBe('P17: flathub. XPS 13: fedora')
  expect(texts.cameFrom({ there }, labels)).toBe('fedora')
})
