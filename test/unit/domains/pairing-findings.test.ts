import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openOwnShell } from '../../../src-main/machine/person-shell/own-shell.ts'
import { namesFor } from '../../../src-main/domains/pairing/on-pair/begin.ts'
import { compareVersions, findingsOf, packageWork, planOf } from '../../../src-main/domains/pairing/on-pair/findings.ts'
import { neededPackages } from '../../../src-main/domains/pairing/on-pair/scripts.ts'
import { parseProbe, probe, type Probe } from '../../../src-main/domains/pairing/on-pair/probe.ts'

const here: Probe = {
  user: 'alice',
  uid: 1000,
  gid: 1000,
  host: 'p17',
  machine: 'a'.repeat(64),
  system: 'Debian GNU/Linux 13 (trixie)',
  release: 'debian 13',
  architecture: 'amd64',
  apt: '/usr/bin/apt-get',
  missing: [],
  build: 'one',
  rootfs: 'btrfs',
  homefs: 'btrfs',
  homeinode: '256',
  homelink: undefined,
  statemount: undefined,
  etckeeper: 'yes',
  connection: undefined,
  aheadMs: 3,
  sudoIsFree: false,
  version: '0.1.0',
  peer: undefined,
  peerkeys: [],
  hostkeys: ['AAAAp17'],
}
const there: Probe = {
  ...here,
  host: 'xps',
  machine: 'b'.repeat(64),
  version: undefined,
  build: 'none',
  hostkeys: ['AAAAxps', 'AAAAxps-rsa'],
  connection: '192.0.2.1 50022 192.0.2.2 22',
}

describe('what is found on two laptops', () => {
  it('is nothing where they can be paired, also again with each other', () => {
    expect(findingsOf(here, there)).toEqual([])
    expect(findingsOf({ ...here, peer: 'xps' }, { ...there, peer: 'p17' })).toEqual([])
  })

  it.each([
    ['the laptop itself', { host: 'p17', machine: here.machine }, /you sit at/],
    ['a copied system', { machine: here.machine }, /same machine ID/],
    ['the same name', { host: 'p17' }, /Both laptops are named p17/],
    ['another account', { user: 'bob' }, /alice here and bob there/],
    ['root', { user: 'root', uid: 0 }, /not for root/],
    ['other numbers', { uid: 1001, gid: 1001 }, /other numbers on xps/],
    ['no apt', { apt: undefined }, /xps has no apt/],
    ['another kind of computer', { architecture: 'arm64' }, /another kind of computer \(arm64\)/],
    ['a newer version', { version: '0.10.0' }, /newer version of pc-switcher \(0\.10\.0\)/],
    ['a /home that is a link', { homelink: '/data/home', homeinode: '271' }, /\/home of xps is a link to \/data\/home/],
    ['no btrfs', { rootfs: 'ext2/ext3', homefs: 'ext2/ext3' }, /system of xps is not on btrfs/],
    ['a pairing with a third one', { peer: 'desk' }, /xps is already paired with desk/],
  ] as const)('refuses %s, with what to do', (_what, other, text) => {
    const refused = findingsOf(here, { ...there, ...other }).filter(({ verdict }) => verdict === 'refused')
    expect(refused).toHaveLength(1)
    expect(refused[0]?.text).toMatch(text)
    expect(refused[0]?.hint).not.toBe('')
  })

  it('refuses another laptop that only has the name of the one it is paired with, on either', () => {
    const paired = { ...here, peer: 'xps', peerkeys: ['AAAAxps-rsa'] }
    expect(findingsOf(paired, { ...there, peer: 'p17', peerkeys: ['AAAAp17'] })).toEqual([])
    const other = { ...there, hostkeys: ['AAAAother'] }
    expect(findingsOf(paired, other)[0]).toMatchObject({
      verdict: 'refused',
      text: expect.stringContaining('other keys') as string,
    })
    expect(findingsOf(paired, other)[0]?.hint).toContain('unpair --here" on p17')
    const theirs = { ...there, peer: 'p17', peerkeys: ['AAAAolder-p17'] }
    expect(findingsOf(here, theirs)[0]?.text).toMatch(/^xps is already paired with another laptop that is called p17/)
  })

  it('is nothing where one that is paired was renamed: its keys say who it is', () => {
    const [one, other] = [
      { ...here, peer: 'xps', peerkeys: ['AAAAxps-rsa'] },
      { ...there, peer: 'p17', peerkeys: ['AAAAp17'] },
    ]
    expect(findingsOf(one, { ...other, host: 'desk' })).toEqual([])
    expect(findingsOf({ ...one, host: 'desk' }, other)).toEqual([])
  })

  it('refuses what is on this laptop too', () => {
    expect(findingsOf({ ...here, peer: 'desk' }, there)[0]?.text).toBe('p17 is already paired with desk.')
    expect(findingsOf({ ...here, rootfs: 'ext2/ext3' }, there)[0]?.text).toMatch(/system of p17/)
  })

  it('only tells of a clock that is apart and of a release that was not tried', () => {
    const found = findingsOf(here, { ...there, aheadMs: -120_000, release: 'ubuntu 22.04', system: 'Ubuntu 22.04 LTS' })
    expect(found.map(({ verdict }) => verdict)).toEqual(['told', 'told'])
    expect(found.map(({ text }) => text).join()).toMatch(/Ubuntu 22\.04 LTS.*clock of xps is 2 min behind/)
  })

  it('sends the package where it is missing, older, or another build of the same version', () => {
    expect(packageWork(here, there)).toBe('install')
    expect(packageWork(here, { ...there, version: '0.0.9' })).toBe('update')
    expect(packageWork(here, { ...there, version: '0.1.0', build: 'two' })).toBe('update')
    expect(packageWork(here, { ...there, version: '0.1.0', build: 'one' })).toBe('nothing')
    expect(findingsOf(here, { ...there, version: '0.1.0', build: 'one', architecture: 'arm64' })).toEqual([])
    expect(compareVersions('0.10.0', '0.9.1')).toBeGreaterThan(0)
  })

  it('names everything that will be set up', () => {
    const lines = planOf(there, here, 'install', '0.1.0').join('\n')
    for (const part of [
      'pc-switcher-headless 0.1.0',
      '/var/lib/pc-switcher/app',
      '/etc/pc-switcher',
      'sudoers.d',
      'log in',
    ])
      expect(lines).toContain(part)
    expect(lines).not.toContain('etckeeper')
    expect(lines).toContain('only the key of p17 can sign in')
    const wanting = planOf({ ...there, missing: ['acl', 'syncthing'] }, here, 'install', '0.1.0')
    expect(wanting[0]).toBe('The package pc-switcher-headless 0.1.0 is installed, with what it needs: acl, syncthing.')
    expect(planOf({ ...there, etckeeper: undefined }, here, 'nothing', '').join()).toContain('etckeeper')
    expect(lines).not.toContain('@home')
    expect(lines).toContain('@pc-switcher in /etc/fstab')
    expect(planOf({ ...there, statemount: '/@pc-switcher' }, here, 'nothing', '').join()).not.toContain('@pc-switcher')
    expect(planOf({ ...there, homeinode: '271' }, here, 'nothing', '').join()).toContain('subvolume of its own (@home')
  })
})

describe('a laptop that is looked at', () => {
  it('is read as it answers, whatever its login prints before', async () => {
    const started = performance.now()
    const found = await probe(openOwnShell(process.env))
    expect(found.uid).toBe(process.getuid?.())
    expect(found.machine).toMatch(/^[0-9a-f]{64}$/)
    expect(Math.abs(found.aheadMs)).toBeLessThan(performance.now() - started)
  })

  it('is an error where something is missing, not a laptop with nothing', () => {
    expect(() => parseProbe('Welcome!\nuser=alice\n', 0)).toThrow(/did not say what it has/)
  })
})

it('tells of every package that ours depends on whether it is missing', () => {
  const control = readFileSync('assets/headless/control/control', 'utf8')
  const depends = /^Depends: (.*)$/m.exec(control)?.[1] ?? ''
  expect([...neededPackages]).toEqual(depends.split(', ').map((one) => one.replace(/ .*$/, '')))
})

describe('the names by which two laptops are known from now on', () => {
  const fresh = (hostName: string) => ({ hostName, remembers: [] })
  it.each([
    { what: 'their host names', of: [fresh('p17'), fresh('xps')], names: ['p17', 'xps'] },
    {
      what: 'those that they have, however they are called',
      of: [{ ...fresh('desk'), name: 'p17' }, fresh('xps')],
      names: ['p17', 'xps'],
    },
    {
      what: 'another one where the host name is what the other is known by',
      of: [{ ...fresh('desk'), name: 'xps' }, fresh('xps')],
      names: ['xps', 'xps-2'],
    },
    { what: 'another one on either', of: [fresh('xps'), { ...fresh('desk'), name: 'xps' }], names: ['xps-2', 'xps'] },
    {
      what: 'not that of one that it takes the place of',
      of: [{ hostName: 'p17', name: 'p17', remembers: ['p17', 'xps'] }, fresh('xps')],
      names: ['p17', 'xps-2'],
    },
    {
      what: 'their own, which both remember',
      of: ['p17', 'xps'].map((hostName) => ({ hostName, remembers: ['p17', 'xps'] })),
      names: ['p17', 'xps'],
    },
  ])('are $what', ({ of: [one = fresh(''), other = fresh('')], names }) => {
    expect(Object.values(namesFor(one, other))).toEqual(names)
  })

  it('are refused where one system is a copy of the other', () => {
    expect(() => namesFor({ ...fresh('p17'), name: 'p17' }, { ...fresh('xps'), name: 'p17' })).toThrow(
      expect.objectContaining({ code: 'blocked', hint: expect.stringContaining('identity.json') as string }) as Error,
    )
  })
})
