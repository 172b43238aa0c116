import { describe, expect, it } from 'vitest'
import {
  formatSource,
  inlineKey,
  parseSourceLines,
  parseSourceStanzas,
  readSourceUri,
  releaseListName,
} from '../../../src-main/tools/apt/apt-sources.ts'
import { parseOrigins } from '../../../src-main/tools/apt/apt-cache.ts'
import { parseReleaseNames, suiteOfRelease } from '../../../src-main/tools/apt/release-names.ts'
import { parseKeys, parseSigners } from '../../../src-main/tools/gpg.ts'

const docker = { types: ['deb'], uris: ['https://download.docker.com/linux/debian'], suites: ['trixie'] }

describe('lines of a ".list"', () => {
  it('are entries, with options in brackets by the names that the other format has', () => {
    const { entries, isBroken } = parseSourceLines(`# my own
deb [arch=amd64,arm64 signed-by=/etc/apt/keyrings/docker.asc check-valid-until=no] https://download.docker.com/linux/debian trixie stable # vendor
deb-src [ trusted=yes ] http://example.org/debian ./
`)
    expect(isBroken).toBe(false)
    expect(entries).toEqual([
      {
        ...{ ...docker, components: ['stable'] },
        options: new Map([
          ['architectures', 'amd64 arm64'],
          ['signed-by', '/etc/apt/keyrings/docker.asc'],
          ['check-valid-until', 'no'],
        ]),
      },
      {
        ...{ types: ['deb-src'], uris: ['http://example.org/debian'], suites: ['./'], components: [] },
        options: new Map([['trusted', 'yes']]),
      },
    ])
  })

  it('that are comments are turned off, whatever stands in them', () => {
    expect(parseSourceLines('#deb http://example.org/ stable main\n  # deb http://x y\n\n').entries).toEqual([])
  })

  it('may name a disc, and a list of mirrors', () => {
    const { entries } = parseSourceLines(`deb cdrom:[Debian GNU/Linux 13 _Trixie_]/ trixie main
deb mirror+file:/etc/apt/mirrors.txt trixie main`)
    expect(entries.map(({ uris: [uri = ''], suites }) => [readSourceUri(uri)?.uri.split(':')[0], suites])).toEqual([
      ['cdrom', ['trixie']],
      ['mirror+file', ['trixie']],
    ])
  })

  it.each(['deb', 'deb http://example.org/', 'rpm http://example.org/ stable main'])(
    'as "%s" apt cannot read',
    (line) => {
      expect(parseSourceLines(`${line}\ndeb http://a.example/ b c`)).toMatchObject({ entries: [{}], isBroken: true })
    },
  )
})

describe('stanzas of a ".sources"', () => {
  it('have several addresses and suites, comments, and fields over several lines', () => {
    const { entries } = parseSourceStanzas(`# Written by an installer
Types: deb deb-src
URIs: http://deb.debian.org/debian
# between fields
  http://ftp.example.org/debian
Suites: trixie trixie-updates
Components: main
 contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Enabled: no
Types: deb
URIs: http://off.example
Suites: stable
`)
    expect(entries).toEqual([
      {
        types: ['deb', 'deb-src'],
        uris: ['http://deb.debian.org/debian', 'http://ftp.example.org/debian'],
        suites: ['trixie', 'trixie-updates'],
        components: ['main', 'contrib'],
        options: new Map([['signed-by', '/usr/share/keyrings/debian-archive-keyring.gpg']]),
      },
    ])
  })

  it('may hold the key itself, of which an empty line is a full stop', () => {
    const { entries } = parseSourceStanzas(`Types: deb
URIs: https://ppa.example.org/ubuntu
Suites: noble
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mDMEZ
 -----END PGP PUBLIC KEY BLOCK-----
`)
    expect(inlineKey(entries[0]?.options.get('signed-by') ?? '')).toBe(
      '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEZ\n-----END PGP PUBLIC KEY BLOCK-----\n',
    )
    expect(inlineKey('/usr/share/keyrings/x.gpg')).toBeUndefined()
  })

  it('without an address apt cannot read', () => {
    expect(parseSourceStanzas('Types: deb\nSuites: stable\n')).toEqual({ entries: [], off: [], isBroken: true })
  })
})

it.each([
  ['https://Me:secret@Example.org/debian/', 'https://example.org/debian', true],
  ['https://token@example.org/debian', 'https://example.org/debian', true],
  ['https://example.org/debian?key=1', 'https://example.org/debian', true],
  ['http://example.org:80', 'http://example.org', false],
  ['http://example.org:8080//', 'http://example.org:8080', false],
  ['file:/srv/repo', 'file:/srv/repo', false],
])('the address %s is %s', (written, uri, hasSecret) => {
  expect(readSourceUri(written)).toEqual({ uri, hasSecret })
})

it.each(['list', 'sources'] as const)('a source is written as a ".%s" that reads the same', (format) => {
  const source = {
    ...{
      types: ['deb', 'deb-src'] as const,
      uri: 'https://example.org/x',
      suite: 'stable',
      components: ['main', 'extra'],
    },
    ...{ architectures: ['amd64', 'i386'], signedBy: '/etc/apt/keyrings/x.asc' },
  }
  const { entries, isBroken } = (format === 'list' ? parseSourceLines : parseSourceStanzas)(
    formatSource(source, format),
  )
  expect(isBroken).toBe(false)
  expect(entries.flatMap(({ types }) => types)).toEqual(['deb', 'deb-src'])
  for (const entry of entries) {
    expect(entry).toMatchObject({ uris: [source.uri], suites: ['stable'], components: ['main', 'extra'] })
    expect([...entry.options]).toEqual([
      ['architectures', 'amd64 i386'],
      ['signed-by', '/etc/apt/keyrings/x.asc'],
    ])
  }
})

it.each(['list', 'sources'] as const)('a ".%s" that names no key says nothing of one', (format) => {
  const source = { types: ['deb'] as const, uri: 'http://deb.debian.org/debian', suite: 'trixie', components: ['main'] }
  expect(formatSource({ ...source, architectures: [], signedBy: '' }, format)).toBe(
    format === 'list'
      ? 'deb http://deb.debian.org/debian trixie main\n'
      : 'Types: deb\nURIs: http://deb.debian.org/debian\nSuites: trixie\nComponents: main\n',
  )
})

// As the archives of Debian and Ubuntu have them; of Ubuntu all suites have one codename.
it.each([
  ['stable', 'stable', 'trixie', 'trixie'],
  ['trixie', 'stable', 'trixie', 'trixie'],
  ['stable-backports', 'stable-backports', 'trixie-backports', 'trixie-backports'],
  ['proposed-updates', 'proposed-updates', 'trixie-proposed-updates', 'trixie-proposed-updates'],
  ['unstable', 'unstable', 'sid', 'sid'],
  ['noble', 'noble', 'noble', 'noble'],
  ['noble-updates', 'noble-updates', 'noble', 'noble-updates'],
  ['devel-updates', 'resolute-updates', 'resolute', 'resolute-updates'],
  ['buster/updates', 'oldoldstable', 'buster', 'buster/updates'],
])('the suite %s of an archive that says %s and %s is %s', (written, suite, codename, resolved) => {
  expect(suiteOfRelease(written, { suite, codename })).toBe(resolved)
  expect(suiteOfRelease(written, {})).toBe(written)
})

it('the names of a release are read where it is signed, and where nothing has been fetched there are none', () => {
  // The first lines of Debian's own InRelease, 2026-11-24.
  const text = `-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

Origin: Debian
Label: Debian
Suite: oldstable-updates
Version: 12-updates
Codename: bookworm-updates
Date: Tue, 24 Nov 2026 02:12:15 UTC
`
  expect(parseReleaseNames(text)).toEqual({ suite: 'oldstable-updates', codename: 'bookworm-updates' })
  expect(parseReleaseNames('')).toEqual({ suite: undefined, codename: undefined })
})

it('keys are read with their owner, whatever stands in the name', () => {
  // gpg --show-keys --with-colons, gpg 2.4.7, shortened.
  const text = `pub:-:255:22:90A4B7AC94BDD3A6:1763940000:::-:::scSC:::::ed25519:::0:
fpr:::::::::8B217479F2360A6FE9CCD45790A4B7AC94BDD3A6:
uid:-::::1763940000::8B21::Tools\\x3a the vendor\\x0a <tools@example.invalid>::::::::::0:
sub:-:255:18:1111111111111111:1763940000::::::e:::::cv25519::
fpr:::::::::AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA:
pub:-:255:22:2222222222222222:1763940000:::-:::scSC:::::ed25519:::0:
fpr:::::::::BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB:
`
  expect(parseKeys(text)).toEqual([
    {
      fingerprint: '8B217479F2360A6FE9CCD45790A4B7AC94BDD3A6',
      owner: 'Tools: the vendor  <tools@example.invalid>',
      subkeys: ['AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    },
    { fingerprint: 'BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB', owner: '', subkeys: [] },
  ])
})

it('who says to have signed an archive is read from its list, whose name is made of its address', () => {
  // gpg --verify without a keyring, gpg 2.4.7.
  const text = `[GNUPG:] NEWSIG
[GNUPG:] ERROR keydb_search 33554445
[GNUPG:] ERRSIG E7A862418F252ACA 22 10 01 1795476244 9 C852234CA2C8BEB4DA9263E9E7A862418F252ACA
[GNUPG:] NO_PUBKEY E7A862418F252ACA
`
  expect(parseSigners(text)).toEqual(['C852234CA2C8BEB4DA9263E9E7A862418F252ACA'])
  expect([
    releaseListName('http://localhost:8099/tools', 'stable'),
    releaseListName('file:/srv/practice-repo', './'),
    releaseListName('https://example.org/~me/my_repo', '/'),
  ]).toEqual([
    'localhost:8099_tools_dists_stable_InRelease',
    '_srv_practice-repo_._InRelease',
    'example.org_%7eme_my%5frepo_InRelease',
  ])
})

it('where a package comes from is read from what apt says of it', () => {
  // apt-cache policy, apt 3.0.4.
  const text = `vendor-tool:
  Installed: 1.0
  Candidate: 1.0
  Version table:
 *** 1.0 500
        500 http://localhost:8099/tools stable/main amd64 Packages
        500 file:/srv/practice-repo ./ Packages
        100 /var/lib/dpkg/status
     0.9 500
        500 http://localhost:8099/tools old/main amd64 Packages
own:
  Installed: 1
  Candidate: 1
  Version table:
 *** 1 100
        100 /var/lib/dpkg/status
`
  expect(parseOrigins(text)).toEqual(
    new Map([
      [
        'vendor-tool',
        new Map([
          [
            '1.0',
            [
              { uri: 'http://localhost:8099/tools', suite: 'stable', component: 'main' },
              { uri: 'file:/srv/practice-repo', suite: './', component: '' },
            ],
          ],
          ['0.9', [{ uri: 'http://localhost:8099/tools', suite: 'old', component: 'main' }]],
        ]),
      ],
      ['own', new Map([['1', []]])],
    ]),
  )
})
