/** The package as dpkg sees it, before anybody installs it. It is what the build left in dist. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isLong } from '../how-long.ts'
import { ownFolder } from '../own-folder.ts'

const name = 'pc-switcher-headless'
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }
const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64'
const file = path.resolve(`dist/${name}_${version}_${architecture}.deb`)
const run = (...[program, ...words]: readonly [string, ...string[]]) =>
  execFileSync(program, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })

/** What its control file says it depends on, and the lowest version of Debian 12, Debian 13 and Ubuntu 24.04. */
const available: Readonly<Record<string, string>> = {
  libc6: '2.36',
  'libgcc-s1': '12.2.0',
  'libstdc++6': '12.2.0',
  'openssh-server': '1:9.2p1',
  'openssh-client': '1:9.2p1',
  sudo: '1.9.13p3',
  'btrfs-progs': '6.2',
  rsync: '3.2.7',
  syncthing: '1.19.2',
  git: '1:2.39.5',
  gpg: '2.2.40',
  etckeeper: '1.18.20',
  acl: '2.3.1',
  attr: '1:2.5.1',
  e2fsprogs: '1.47.0',
  mount: '2.38.1',
  passwd: '1:4.13',
  systemd: '252',
  'qemu-utils': '1:7.2',
  ostree: '2022.7',
}

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'package-file-'))
  run('dpkg-deb', '--raw-extract', file, folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const inControl = (member: string) => readFileSync(path.join(folder, 'DEBIAN', member), 'utf8')
const field = (wanted: string) => new RegExp(`^${wanted}: (.*)$`, 'm').exec(inControl('control'))?.[1] ?? ''

interface Entry {
  readonly mode: string
  readonly owner: string
  readonly path: string
}

function entries(): readonly Entry[] {
  const listed = run('sh', '-c', 'dpkg-deb --fsys-tarfile "$1" | tar --list --verbose --numeric-owner', 'sh', file)
  return listed
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [mode = '', owner = '', , , , ...rest] = line.split(/ +/)
      return {
        mode,
        owner,
        path: rest
          .join(' ')
          .replace(/^\.\/?/, '/')
          .replace(/\/$/, ''),
      }
    })
}

describe('the files of the package', () => {
  it("are root's, are files and folders alone, and nobody else may change them", () => {
    expect(entries().length).toBeGreaterThan(30)
    const modes = entries().map(({ mode, owner, path: at }) => {
      if (at === '/etc/sudoers.d/pc-switcher') return `${mode} ${owner} sudoers`
      return `${mode} ${owner}`
    })
    expect([...new Set(modes)].sort()).toEqual([
      '-r--r----- 0/0 sudoers',
      '-rw-r--r-- 0/0',
      '-rwxr-xr-x 0/0',
      'drwxr-xr-x 0/0',
    ])
  })

  it('are where packages put them', () => {
    const tops = entries()
      .filter(({ mode }) => !mode.startsWith('d'))
      .map(({ path: at }) => /^\/(etc\/[^/]+|usr\/bin|usr\/lib\/[^/]+|usr\/share\/[^/]+)\//.exec(at)?.[1] ?? at)
    expect([...new Set(tops)].sort()).toEqual([
      'etc/ssh',
      'etc/sudoers.d',
      'usr/bin',
      'usr/lib/pc-switcher',
      'usr/lib/systemd',
      'usr/lib/tmpfiles.d',
      'usr/share/applications',
      'usr/share/bash-completion',
      'usr/share/doc',
      'usr/share/fish',
      'usr/share/icons',
      'usr/share/lintian',
      'usr/share/man',
      'usr/share/metainfo',
      'usr/share/zsh',
    ])
  })

  it('have their checksums, but for what is the person’s to change', () => {
    const files = entries().flatMap(({ mode, path: at }) => (mode.startsWith('d') ? [] : [at]))
    const isConffile = (at: string) => at.startsWith('/etc/')
    expect(inControl('conffiles').trimEnd().split('\n')).toEqual(files.filter(isConffile).sort())
    const sums = inControl('md5sums').trimEnd().split('\n')
    expect(sums.map((line) => `/${line.slice(34)}`).sort()).toEqual(files.filter((at) => !isConffile(at)).sort())
    execFileSync('md5sum', ['--check', '--strict', '--quiet', 'DEBIAN/md5sums'], { cwd: folder })
  })
})

describe('the control file', () => {
  it('has every field that policy asks for', () => {
    expect([field('Package'), field('Version'), field('Architecture')]).toEqual([name, version, architecture])
    expect(field('Maintainer')).toMatch(/^[^<>]+ <[^<>@ ]+@[^<>@ ]+>$/)
    expect([field('Section'), field('Priority')]).toEqual(['admin', 'optional'])
    expect(field('Description')).toMatch(/^[a-z].{10,78}[^.]$/)
    expect(inControl('control')).not.toMatch(/@[A-Z]+@|[ \t]$/m)
    const bytes = entries().reduce((sum, { path: at }) => sum + sizeOf(at), 0)
    expect(Number(field('Installed-Size')) * 1024).toBeGreaterThanOrEqual(bytes)
    expect(Number(field('Installed-Size')) * 1024).toBeLessThan(bytes * 1.1)
  })

  it('depends on nothing that Debian 12, Debian 13 or Ubuntu 24.04 does not have', () => {
    const wanted = [field('Depends'), field('Recommends')].join(', ').split(', ')
    for (const one of wanted) {
      const [, of = '', least] = /^(\S+)(?: \(>= (\S+)\))?$/.exec(one) ?? []
      expect([one, available[of]]).toEqual([one, expect.any(String)])
      if (least !== undefined) run('dpkg', '--compare-versions', available[of] ?? '0', 'ge', least)
    }
    expect(wanted.map((one) => one.split(' ')[0])).toEqual(Object.keys(available))
  })

  it('comes with scripts that a shell reads and that stop at the first error', () => {
    const members = readdirSync(path.join(folder, 'DEBIAN')).sort()
    expect(members).toEqual(['conffiles', 'control', 'md5sums', 'postinst', 'postrm', 'prerm'])
    for (const script of ['postinst', 'postrm', 'prerm']) {
      expect(statSync(path.join(folder, 'DEBIAN', script)).mode & 0o7777).toBe(0o755)
      expect(inControl(script)).toMatch(/^#!\/bin\/sh\n[^]*^set -e$/m)
      run('sh', '-n', path.join(folder, 'DEBIAN', script))
    }
  })
})

describe('its documents', () => {
  const document = (member: string) => readFileSync(path.join(folder, `usr/share/doc/${name}`, member))

  it('say in the form of Debian whose it is and under which licences', () => {
    const [header = '', ...stanzas] = document('copyright').toString('utf8').trimEnd().split('\n\n')
    expect(header).toMatch(/^Format: https:\/\/www\.debian\.org\/doc\/packaging-manuals\/copyright-format\/1\.0\/\n/)
    expect(stanzas[0]).toMatch(/^Files: \*\nCopyright: .+\nLicense: GPL-3\+$/)
    for (const stanza of stanzas) {
      expect(stanza).toMatch(/^(Files: \S+\nCopyright: [^]+?\nLicense: \S|License: GPL-3\+\n )/)
      expect(stanza.split('\n').filter((line) => !/^(Files|Copyright|License): |^ /.test(line))).toEqual([])
    }
  })

  it('tell the changes of this version in the form of Debian', () => {
    const lines = gunzipSync(document('changelog.gz')).toString('utf8').trimEnd().split('\n')
    expect(lines[0]).toBe(`${name} (${version}) unstable; urgency=medium`)
    expect(lines.at(-1)).toMatch(/^ -- [^<>]+ <\S+@\S+> {2}\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/)
    expect(lines.slice(1, -1).filter((line) => !/^$|^ {2}\* \S|^ {4}\S/.test(line))).toEqual([])
    expect(lines.filter((line) => line.length > 80)).toEqual([])
  })

  it('say nothing of when they were packed, so that the same ingredients give the same bytes', () => {
    for (const member of [
      document('changelog.gz'),
      readFileSync(path.join(folder, 'usr/share/man/man1/pc-switcher.1.gz')),
    ])
      expect(member.readUInt32LE(4)).toBe(0)
  })
})

// lintian reads all of it for half a minute.
if (isLong) {
  it('has nothing that lintian finds', () => {
    const packed = ownFolder('package-lintian')
    // Packed like a release, and faster.
    const release = path.join(packed, path.basename(file))
    run('dpkg-deb', '--root-owner-group', '-Zxz', '-z0', '--build', folder, release)
    expect(run('lintian', '--allow-root', '--fail-on', 'none', '--tag-display-limit', '0', release)).toBe('')
  })
}

function sizeOf(at: string): number {
  const found = statSync(path.join(folder, at))
  return found.isFile() ? found.size : 0
}
