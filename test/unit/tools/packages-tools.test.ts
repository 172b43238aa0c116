import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseGroup } from '../../../src-main/tools/apt/alternatives.ts'
import { parseArchives, parseDownloadShare } from '../../../src-main/tools/apt/apt-archives.ts'
import { parsePolicy } from '../../../src-main/tools/apt/apt-cache.ts'
import { parseAutomaticPackages } from '../../../src-main/tools/apt/apt-extended-states.ts'
import { parseSimulation, refusalOf, transactionArgv } from '../../../src-main/tools/apt/apt-get.ts'
import { viewOptions } from '../../../src-main/tools/apt/apt-view.ts'
import { answersIn, parseAnswered } from '../../../src-main/tools/apt/debconf.ts'
import { parseAptStatus } from '../../../src-main/tools/apt/apt-status-file.ts'
import { failuresIn } from '../../../src-main/tools/apt/dpkg-output.ts'
import { detachedArgv } from '../../../src-main/tools/systemd/detached-unit.ts'
import { parseHardwareFiles } from '../../../src-main/tools/apt/dpkg-files.ts'
import { nativeArchitectureOf, parseDpkgPackages } from '../../../src-main/tools/apt/dpkg-query.ts'
import { parseFailedUnits, parseUnitStates } from '../../../src-main/tools/systemd/systemctl-units.ts'
import { linksBelow } from '../../../src-main/tools/systemd/systemd-links.ts'
import { ownFolder } from '../../own-folder.ts'
import { recordedText } from './recorded.ts'

const printed = (name: string) => recordedText(`packages/${name}`)

describe('debconf', () => {
  const config = [
    'Name: asker/name\nTemplate: asker/name\nValue: Ada of Köln, London\nOwners: asker, other\nFlags: seen\nVariables:\n Value = no field',
    'Name: asker/default\nTemplate: asker/default\nValue: nobody was asked\nOwners: asker',
    'Name: asker/lines\nTemplate: asker/name\nValue: one\\ntwo\nOwners: asker\nFlags: seen',
    'Name: asker/empty\nTemplate: asker/flag\nOwners: asker\nFlags: seen',
    'Name: asker/password\nTemplate: asker/password\nValue: planted\nOwners: asker\nFlags: seen',
    'Name: asker/unknown\nTemplate: asker/gone\nValue: 1\nOwners: asker\nFlags: seen',
    'Name: third/name\nTemplate: asker/name\nValue: x\nOwners: third\nFlags: seen\n',
  ].join('\n\n')
  const templates = ['name string', 'flag boolean', 'password password', 'default string']
    .map((one) => one.split(' '))
    .map(([name, type]) => `Name: asker/${name}\nType: ${type}\nDescription: A word: or two\nOwners: asker/${name}`)
    .join('\n\n')

  it('tells what was answered in one line to these packages, and no password', () => {
    expect(answersIn(parseAnswered(config, new Set(['asker'])), templates)).toEqual([
      { owner: 'asker', question: 'asker/name', type: 'string', value: 'Ada of Köln, London' },
      { owner: 'asker', question: 'asker/empty', type: 'boolean', value: '' },
    ])
    expect(parseAnswered(config, new Set(['nobody']))).toEqual([])
  })
})

describe('update-alternatives', () => {
  it('has what is offered after the followers, each with as many lines as there are', () => {
    const text =
      'manual\n/usr/bin/awk\nawk.1.gz\n/usr/share/man/man1/awk.1.gz\nnawk\n/usr/bin/nawk\n\n/usr/bin/mawk\n5\n/usr/share/man/man1/mawk.1.gz\n/usr/bin/mawk\n/usr/bin/gawk\n10\n\n\n\n'
    expect(parseGroup(text)).toEqual({ isManual: true, paths: ['/usr/bin/mawk', '/usr/bin/gawk'] })
    expect(parseGroup('auto\n/usr/bin/pager\n\n/bin/more\n50\n/usr/bin/less\n77\n\n')).toEqual({
      isManual: false,
      paths: ['/bin/more', '/usr/bin/less'],
    })
  })
})

describe('apt with other lists', () => {
  it('knows the architectures that dpkg does not know yet', () => {
    const view = { kind: 'beside', folder: '/f', architectures: ['amd64', 'i386'] } as const
    const said = viewOptions(view).filter((word) => word !== '-o')
    expect(said.slice(-2)).toEqual(['APT::Architectures::=amd64', 'APT::Architectures::=i386'])
    expect(viewOptions({ kind: 'beside', folder: '/f' }).join()).not.toContain('Architectures')
  })
})

describe('dpkg-query', () => {
  it('reads state, version and what a package needs, alternatives included', () => {
    const packages = parseDpkgPackages(printed('dpkg-query-debian13.txt'))
    expect(nativeArchitectureOf(packages)).toBe('amd64')
    expect(packages.find(({ name }) => name === 'git')).toEqual({
      statusAbbrev: 'ii ',
      name: 'git',
      architecture: 'amd64',
      version: '1:2.47.3-0+deb13u1',
      essential: false,
      needs: [
        'libc6',
        'libcurl3t64-gnutls',
        'libexpat1',
        'libpcre2-8-0',
        'zlib1g',
        'perl',
        'liberror-perl',
        'git-man',
        'git-man',
      ],
      recommends: ['ca-certificates', 'patch', 'less', 'ssh-client'],
      provides: ['git-completion', 'git-core'],
      installedBytes: 49_154 * 1024,
      namesDevices: false,
      summary: 'fast, scalable, distributed revision control system',
    })
    expect(packages.find(({ name }) => name === 'practice-broken')).toMatchObject({
      ...{ statusAbbrev: 'hn ', version: '' },
      ...{ installedBytes: 0, summary: '' },
    })
    // Something that is installed names it; nothing else is known of it.
    expect(packages.find(({ name }) => name === 'practice-left')).toBeUndefined()
    expect(packages.filter(({ essential }) => essential).map(({ name }) => name)).toEqual(['dpkg', 'perl-base'])
  })

  it('tells which packages name devices, and which bring modules of the kernel or firmware', () => {
    // Seen with dpkg 1.22.22: a field of its own is printed as any other.
    const fields = ['ii ', 'acme', 'amd64', '1', 'no', 'no', '', '', '', '', '10', 'nvidia(pci:v000010DEd00001234sv*)']
    expect(parseDpkgPackages(`${fields.join('\t')}\tdrives it\n`)[0]).toMatchObject({
      ...{ namesDevices: true, summary: 'drives it' },
    })
    // GNU grep 3.11
    const list = (name: string, path: string) => `/var/lib/dpkg/info/${name}.list\0${path}\n`
    const found = parseHardwareFiles(
      [
        list('acme-driver:amd64', '/lib/modules/6'),
        list('acme-firmware', '/usr/lib/firmware/a'),
        list('acme-both', '/lib/firmware/a'),
        list('acme-both', '/usr/lib/modules/6'),
      ].join(''),
    )
    expect([...found]).toEqual([
      ['acme-driver', 'modules'],
      ['acme-firmware', 'firmware'],
      ['acme-both', 'modules'],
    ])
    expect(parseHardwareFiles('').size).toBe(0)
  })

  it('takes nothing, or something else, for an error and not for an empty list', () => {
    expect(() => parseDpkgPackages('')).toThrow(/dpkg-query/)
    expect(() => parseDpkgPackages('dpkg-query: error: …\n')).toThrow(/dpkg-query/)
  })
})

describe('apt', () => {
  it('tells which packages are there for others, keyed with their architecture', () => {
    const automatic = parseAutomaticPackages(printed('extended-states-debian13.txt'))
    expect(automatic.has('node-acorn:amd64')).toBe(true)
    expect(automatic.has('libffi8:amd64')).toBe(false)
    expect(parseAutomaticPackages('').size).toBe(0)
  })

  it('tells which versions can be fetched; what only stands in the status cannot', () => {
    const offers = parsePolicy(printed('policy-debian13.txt'))
    expect(offers.get('practice-editor')).toEqual({ candidate: '2.0', versions: ['2.0', '1.0'] })
    expect(offers.get('git')).toEqual({ candidate: '1:2.47.3-0+deb13u1', versions: [] })
    expect(offers.has('no-such-package')).toBe(false)
    expect(() => parsePolicy('W: something else\n')).toThrow(/apt-cache/)
  })

  it('reads what would happen, on apt 3.0 and on apt 2.6', () => {
    expect(parseSimulation(printed('simulate-conflict-debian13.txt'), 'amd64').slice(0, 3)).toEqual([
      { act: 'remove', name: 'practice-right', architecture: 'amd64', before: '1.0' },
      { act: 'put', name: 'practice-editor', architecture: 'amd64', version: '2.0', before: '1.0' },
      { act: 'put', name: 'practice-left', architecture: 'amd64', version: '1.0', before: undefined },
    ])
    expect(parseSimulation(printed('simulate-debian12.txt'), 'amd64').map(({ name }) => name)).toEqual([
      'nginx-common',
      'nginx',
      'libnginx-mod-http-echo',
      'nginx-light',
    ])
    const foreign = 'Inst libz:i386 [1.0] (1.1 Debian:13/trixie [i386]) [libx:i386 ]\nRemv liby:i386 [2]\n'
    expect(parseSimulation(foreign, 'amd64')).toEqual([
      { act: 'put', name: 'libz', architecture: 'i386', version: '1.1', before: '1.0' },
      { act: 'remove', name: 'liby', architecture: 'i386', before: '2' },
    ])
    expect(() => parseSimulation('Inst something unknown\n', 'amd64')).toThrow(/apt-get/)
  })

  it('lists the files to download with their sums, and nothing of where they are', () => {
    const archives = parseArchives(printed('print-uris-sha256-debian12.txt'))
    expect(archives).toEqual([
      {
        fileName: 'practice-epoch_1%3a1.0~a_all.deb',
        bytes: 652,
        sha256: '0ccf2d4893e88892421d5d134f96c3800e1931ceedb1c89399f1dc1e46e5cf9e',
      },
      {
        fileName: 'practice-lib_1.0_all.deb',
        bytes: 120_910,
        sha256: '6c044d95f1968c1a52e0a94261757e202fb84b5f8c087dea745b54245f469f45',
      },
    ])
    expect(JSON.stringify(archives)).not.toContain('secret')
    expect(parseArchives('')).toEqual([])
  })

  it('knows no sum where the lists have another one, and reads no line without a size', () => {
    expect(parseArchives(printed('print-uris-debian13.txt')).map(({ bytes, sha256 }) => [bytes, sha256])).toEqual([
      [120_900, undefined],
      [40_920, undefined],
    ])
    expect(parseArchives("'http://x/a.deb' a_1_all.deb 1 \n")).toMatchObject([{ bytes: 1, sha256: undefined }])
    expect(() => parseArchives("'http://alice:secret@x/a.deb' a_1_all.deb\n")).toThrow(/apt-get --print-uris/)
  })

  it('reads the share of the bytes that are there from what apt says while it downloads', () => {
    expect(parseDownloadShare('dlstatus:2:59.9672:Retrieving file 2 of 2')).toBeCloseTo(0.599_672)
    expect(parseDownloadShare('dlstatus:1:100.0000:Retrieving file 2 of 2')).toBe(1)
    expect(parseDownloadShare('pmstatus:practice-lib:50.0000:Unpacking')).toBeUndefined()
  })

  it('counts two steps for each package: unpacked, and set up; a removal is both', () => {
    const text = printed('apt-status-debian13.txt')
    expect(parseAptStatus(text)).toEqual({
      phase: 'installing',
      ticks: 10,
      current: 'Installed practice-tool (amd64)',
    })
    expect(parseAptStatus(text.slice(0, 200))).toMatchObject({ phase: 'downloading', ticks: 0 })
    const unpacked = text.slice(0, text.indexOf('pmstatus:practice-editor:52'))
    expect(parseAptStatus(unpacked)).toMatchObject({ ticks: 6 })
    expect(parseAptStatus('')).toBeUndefined()
  })

  it('forbids removals that were not asked for, and separates names from options', () => {
    const places = {
      view: { kind: 'own' },
      gate: '/usr/lib/pc-switcher/apt-gate',
      archives: '/var/cache/ours',
      mayChangeHeld: false,
    } as const
    const argv = transactionArgv({ ...places, words: ['a:amd64=1'], mayRemove: false })
    expect(argv).toContain('--no-remove')
    expect(argv.slice(-3)).toEqual(['install', '--', 'a:amd64=1'])
    expect(transactionArgv({ ...places, words: ['a:amd64-'], mayRemove: true })).not.toContain('--no-remove')
    expect(argv.join(' ')).not.toMatch(/allow-change-held|allow-remove-essential|allow-downgrades|autoremove|force-yes/)
  })

  it('installs what was downloaded before, and nothing else', () => {
    const places = { gate: '/gate', archives: '/var/cache/ours', mayRemove: false, mayChangeHeld: false }
    const argv = transactionArgv({ ...places, words: ['a:amd64=1'], view: { kind: 'own', files: '/files/Packages' } })
    expect(argv).toContain('APT::Sources::With::=/files/Packages')
    expect(argv).toEqual(expect.arrayContaining(['--no-download', 'Dir::Cache::archives=/var/cache/ours']))
  })

  it('tells a lock and a full disk apart', () => {
    expect(
      refusalOf('E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (unattended-upgr)'),
    ).toMatchObject({
      code: 'locked',
      message: expect.stringContaining('unattended-upgr') as string,
    })
    expect(refusalOf("E: You don't have enough free space in /var/cache/apt/archives/.")).toMatchObject({
      code: 'disk-full',
    })
    expect(refusalOf('something else')).toBeUndefined()
  })
})

describe('systemd', () => {
  it('reads links at every depth, with whatever is in their names', () => {
    const folder = ownFolder('unit-links')
    mkdirSync(path.join(folder, 'multi-user.target.wants'))
    symlinkSync('/usr/lib/systemd/system/ssh.service', path.join(folder, 'multi-user.target.wants/ssh.service'))
    symlinkSync('/dev/null', path.join(folder, 'apt-daily.timer'))
    symlinkSync('/gone/line\nbreak', path.join(folder, 'dev-disk-by\\x2dlabel-a.swap'))
    writeFileSync(path.join(folder, 'mine.service'), '')
    expect(linksBelow(folder).toSorted((one, other) => (one.path < other.path ? -1 : 1))).toEqual([
      { path: 'apt-daily.timer', target: '/dev/null' },
      { path: 'dev-disk-by\\x2dlabel-a.swap', target: '/gone/line\nbreak' },
      { path: 'multi-user.target.wants/ssh.service', target: '/usr/lib/systemd/system/ssh.service' },
    ])
    expect(linksBelow(path.join(folder, 'not-there'))).toEqual([])
  })

  it('reads failed units and states', () => {
    expect(parseFailedUnits(printed('systemctl-failed-debian13.txt'))).toEqual(['fails.service'])
    expect(parseFailedUnits('● a.service loaded failed failed x\n')).toEqual(['a.service'])
    expect(() => parseFailedUnits('Failed to connect to bus\n')).toThrow(/systemctl/)
    expect(Object.fromEntries(parseUnitStates(printed('systemctl-show-debian13.txt'), 'ActiveState'))).toEqual({
      'apt-daily.timer': 'inactive',
      'ssh.service': 'active',
      'no-such.service': 'inactive',
      'fails.service': 'failed',
    })
  })

  it('reads why packages could not be set up, each for itself', () => {
    expect(failuresIn(printed('apt-get-not-set-up-debian13.txt'))).toEqual([
      {
        ...{ name: 'practice-broken', during: 'configure' },
        words: 'practice-broken: this is how a failing package looks',
      },
      {
        ...{ name: 'practice-dependent', during: 'configure' },
        words:
          'practice-dependent depends on practice-broken; however:\nPackage practice-broken is not configured yet.',
      },
    ])
    expect(failuresIn('Setting up a (1) ...\n')).toEqual([])
  })

  it('reads which packages could be neither unpacked nor removed, and in whose way something else was', () => {
    expect(failuresIn(printed('apt-get-not-unpacked-debian12.txt'))).toEqual([
      {
        ...{ name: 'practice-refusing', version: '1.0', during: 'unpack' },
        words: 'practice-refusing: this laptop is too small',
      },
      {
        ...{ name: 'practice-following', during: 'configure' },
        words: 'practice-following depends on practice-refusing; however:\nPackage practice-refusing is not installed.',
      },
    ])
    expect(failuresIn(printed('apt-get-not-removed-debian13.txt'))).toEqual([
      { name: 'practice-right', during: 'remove', words: 'cannot go' },
      {
        ...{ name: 'practice-left', version: '1.0', during: 'unpack' },
        words: 'cannot go\ninstalled practice-right package pre-removal script subprocess returned error exit status 1',
      },
    ])
    const conflict = `Unpacking 2048-qt (1:0.1.6-2) ...
dpkg: error processing archive /tmp/apt-dpkg-install-x1Y/003-2048-qt_1%3a0.1.6-2_amd64.deb (--unpack):
 trying to overwrite '/usr/bin/a', which is also in package b 1.0
`
    const words = "trying to overwrite '/usr/bin/a', which is also in package b 1.0"
    expect(failuresIn(conflict)).toEqual([{ name: '2048-qt', version: '1:0.1.6-2', during: 'unpack', words }])
  })

  it('puts timers back by the unit itself, and takes no word of the work for a shell word', () => {
    const work = {
      description: 'x',
      argv: ['apt-get', '$(touch x)'] as const,
      env: { A: 'b c' },
      pausedTimers: ['apt-daily.timer'],
    }
    const argv = detachedArgv({ name: 'u', prefix: '/p/t' }, work)
    expect(argv).toContain('ExecStopPost=-/usr/bin/systemctl start apt-daily.timer')
    expect(argv).toContain('--setenv=A=b c')
    expect(argv.slice(-3)).toEqual(['/p/t', 'apt-get', '$(touch x)'])
  })
})
