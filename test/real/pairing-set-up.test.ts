import { existsSync, readFileSync, statSync, symlinkSync, unlinkSync } from 'node:fs'
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { readPairing } from '../../src-main/app/pairing.ts'
import { isAlonePairing } from '../../src-main/commons/transfers/pairing-file.ts'
import { homePlaces } from '../../src-main/commons/home-subvolume/on-machine/home-places.ts'
import { changeLedger } from '../../src-main/commons/ledger/on-machine/ledger-file.ts'
import { answerRequest } from '../../src-main/domains/pairing/on-machine/answers.ts'
import type { SetUpHost } from '../../src-main/domains/pairing/on-machine/set-up-host.ts'
import { statePlaces } from '../../src-main/domains/pairing/on-machine/state-subvolume/state-places.ts'

import { readPeerWay, noteBegun, readBegun } from '../../src-main/domains/pairing/on-pair/leave.ts'
import { places } from '../../src-main/domains/pairing/places.ts'
import { keyFingerprint } from '../../src-main/machine/person-shell/key-fingerprint.ts'
import type { Peer, SetUpRequest } from '../../src-main/domains/pairing/requests.ts'
import { ownFolder } from '../own-folder.ts'

const key = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'b'.repeat(43)}`
const peer: Peer = { name: 'xps', address: '192.0.2.2', port: 22, appKey: key, hostKeys: [key] }
/** Somebody who is not root, by number alone. */
const person = { name: 'alice', uid: 1000, gid: 1000, home: '/home/alice' }

let folder: string
let stateFolder: string
let history: string[]
let host: SetUpHost

beforeEach(async () => {
  folder = ownFolder('set-up')
  // What is kept there stays when all that pairing made is taken away.
  stateFolder = ownFolder('set-up-state')
  await chmod(folder, 0o755)
  history = []
  const inside = Object.entries(places).map(([name, place]) => [name, path.join(folder, place)] as const)
  for (const [, place] of inside) await mkdir(path.dirname(place), { recursive: true })
  await rm(path.join(folder, places.appFolder), { recursive: true })
  await mkdir(path.join(folder, 'ssh'))
  await writeFile(path.join(folder, 'ssh/ssh_host_ed25519_key.pub'), `${key} root@p17\n`)
  await writeFile(path.join(folder, 'ssh/ssh_host_dsa_key.pub'), 'ssh-dss AAAA root@p17\n')
  host = {
    name: 'p17',
    person,
    places: Object.fromEntries(inside) as unknown as SetUpHost['places'],
    sshFolder: path.join(folder, 'ssh'),
    readSshPort: () => Promise.resolve(2222),
    readForcedCommand: () => Promise.resolve('exec /usr/bin/sudo -n /usr/lib/pc-switcher/door'),
    history: {
      begin: () => Promise.resolve(history.push('began') === 1),
      record: () => Promise.resolve(void history.push('recorded')),
      end: () => Promise.resolve(void history.push('ended')),
    },
    // Not asked for here: test/real/home-subvolume.test.ts.
    home: { ...homePlaces(), home: path.join(folder, 'no-home'), state: path.join(folder, 'home-subvolume.json') },
    // No btrfs: test/real/state-subvolume.test.ts.
    state: { ...statePlaces(), system: '/proc', folder: stateFolder },
    root: { uid: 0, gid: 0 },
  }
})

const ask = (request: Omit<SetUpRequest, 'person'>) =>
  answerRequest(host, { ...request, person: 'alice' } as SetUpRequest, {})
const joinXps = () => ask({ kind: 'join', peer } as Omit<SetUpRequest, 'person'>)
const read = (place: keyof typeof places) => readFileSync(host.places[place], 'utf8')
const files = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()

describe('setting a laptop up', () => {
  it("makes the app's key as the person's, once, and tells the other laptop what it has to know", async () => {
    const first = await ask({ kind: 'prepare' })
    expect(first).toMatchObject({ kind: 'prepared', name: 'p17', hostKeys: [key], sshPort: 2222 })
    expect(await ask({ kind: 'prepare' })).toEqual(first)
    const { uid, mode } = statSync(host.places.key)
    expect([uid, mode & 0o777]).toEqual([1000, 0o600])
    expect(statSync(host.places.appFolder).mode & 0o777).toBe(0o700)
  })

  it('keeps what it is known by when it is renamed, and when it is paired again', async () => {
    expect(await ask({ kind: 'examine' })).toEqual({ kind: 'examined', remembers: [] })
    const wanted = { kind: 'prepare', name: 'p17-2' } as Omit<SetUpRequest, 'person'>
    expect(await ask(wanted)).toMatchObject({ name: 'p17-2', hostName: 'p17' })
    await joinXps()
    host = { ...host, name: 'xps' }
    expect(await ask({ kind: 'prepare' })).toMatchObject({ name: 'p17-2', hostName: 'xps' })
    const root = path.join(stateFolder, 'root')
    const holder = { kind: 'held', by: 'desk', since: '2026-11-20T10:00:00.000Z', switchId: 'one' } as const
    changeLedger(root, (ledger) => ({ ...ledger, holder }))
    await ask({ kind: 'leave' })
    expect(await ask({ kind: 'examine' })).toEqual({ kind: 'examined', name: 'p17-2', remembers: ['desk'] })
    expect(await ask({ kind: 'prepare' })).toMatchObject({ name: 'p17-2' })
  })

  it.each([
    { what: 'nothing', make: [], stays: false },
    { what: 'copies elsewhere', make: ['copies'], stays: true },
  ])('leaves the identity where $what needs it: $stays', async ({ make, stays }) => {
    await ask({ kind: 'prepare' })
    for (const name of make) await mkdir(path.join(stateFolder, 'root', name))
    await ask({ kind: 'leave' })
    expect(existsSync(path.join(stateFolder, 'root/identity.json'))).toBe(stays)
  })

  it('is refused while sshd has other settings for the other laptop, and nothing is made', async () => {
    host = { ...host, readForcedCommand: () => Promise.resolve('none') }
    const before = await files()
    await expect(ask({ kind: 'prepare' })).rejects.toMatchObject({ problem: { id: 'pairing.doorOverridden' } })
    expect(await files()).toEqual(before)
  })

  it('makes the key again that a power loss has left empty', async () => {
    await ask({ kind: 'prepare' })
    for (const place of ['key', 'publicKey'] as const) await writeFile(host.places[place], '')
    expect(await ask({ kind: 'prepare' })).toMatchObject({ kind: 'prepared' })
    expect([read('key'), read('publicKey')].map((text) => text.length > 50)).toEqual([true, true])
  })

  it('writes what both programs read, with owners and modes, and the same again', async () => {
    await ask({ kind: 'prepare' })
    await joinXps()
    const before = await files()
    expect(read('authorizedKeys')).toBe(
      `restrict,port-forwarding,permitopen="127.0.0.1:22001",command="exec /usr/bin/sudo -n /usr/lib/pc-switcher/door" ${key} pc-switcher-xps\n`,
    )
    expect(read('sudoRule')).toBe('alice ALL=(root:root) NOPASSWD: NOSETENV: /usr/lib/pc-switcher/agent ""\n')
    expect(read('knownHosts')).toBe(`pc-switcher-peer ${key}\n`)
    expect(JSON.parse(read('machine'))).toEqual({ version: 1, person: 'alice', peer: 'xps' })
    expect(JSON.parse(read('pairing'))).toEqual({ version: 1, peer: { name: 'xps', address: '192.0.2.2', port: 22 } })
    const modes = (['sudoRule', 'authorizedKeys', 'pairing'] as const).map((name) => {
      const { uid, mode } = statSync(host.places[name])
      return [uid, mode & 0o777]
    })
    expect(modes).toEqual([
      [0, 0o440],
      [0, 0o644],
      [1000, 0o600],
    ])
    await ask({ kind: 'prepare' })
    await joinXps()
    expect(await files()).toEqual(before)
    expect(history).toEqual(['began', 'recorded', 'recorded'])
  })

  it('refuses a third laptop and another person, and leaves everything as it is', async () => {
    await ask({ kind: 'prepare' })
    await joinXps()
    const before = [read('authorizedKeys'), read('knownHosts'), read('pairing')]
    const third = { kind: 'join', peer: { ...peer, name: 'desk' } } as Omit<SetUpRequest, 'person'>
    await expect(ask(third)).rejects.toMatchObject({ code: 'blocked', problem: { id: 'pairing.otherPeer' } })
    host = { ...host, person: { ...person, name: 'bob', uid: 1001 } }
    await expect(joinXps()).rejects.toMatchObject({ problem: { id: 'pairing.otherPerson' } })
    await expect(ask({ kind: 'leave' })).rejects.toMatchObject({ problem: { id: 'pairing.otherPerson' } })
    expect([read('authorizedKeys'), read('knownHosts'), read('pairing')]).toEqual(before)
  })

  it('follows no link that the person has put where a file of theirs belongs', async () => {
    await ask({ kind: 'prepare' })
    const secret = path.join(folder, 'secret')
    await writeFile(secret, 'untouched')
    symlinkSync(secret, host.places.knownHosts)
    symlinkSync(secret, path.join(host.places.appFolder, '.pairing.json.new'))
    await joinXps()
    expect(readFileSync(secret, 'utf8')).toBe('untouched')
    expect(statSync(secret).uid).toBe(0)
    expect(read('knownHosts')).toContain(key)
  })

  it('can be done again from wherever it was broken off', async () => {
    await ask({ kind: 'prepare' })
    await joinXps()
    const whole = await files()
    for (const place of ['pairing', 'machine', 'sudoRule', 'publicKey', 'key'] as const) {
      unlinkSync(host.places[place])
      await ask({ kind: 'prepare' })
      await joinXps()
      expect(await files()).toEqual(whole)
    }
    await ask({ kind: 'leave' })
    expect(existsSync(host.places.appFolder)).toBe(false)
  })
})

describe('setting a laptop up without another one', () => {
  it('makes what its person needs and nothing for another laptop, and leaving takes it away', async () => {
    const before = await files()
    host = { ...host, readForcedCommand: () => Promise.resolve('none') }
    expect(await ask({ kind: 'alone' })).toEqual({ kind: 'joined' })
    expect(read('sudoRule')).toBe('alice ALL=(root:root) NOPASSWD: NOSETENV: /usr/lib/pc-switcher/agent ""\n')
    expect(JSON.parse(read('machine'))).toEqual({ version: 1, person: 'alice' })
    expect(isAlonePairing(read('pairing'))).toBe(true)
    for (const place of ['key', 'knownHosts', 'authorizedKeys'] as const)
      expect(existsSync(host.places[place])).toBe(false)
    await expect(readPairing(host.places.appFolder)).rejects.toMatchObject({ code: 'no-peer' })
    await ask({ kind: 'leave' })
    expect(await files()).toEqual(before)
  })

  it('can be done again, and is paired later; one that is paired is not made alone', async () => {
    await ask({ kind: 'alone' })
    await ask({ kind: 'alone' })
    await ask({ kind: 'prepare' })
    await joinXps()
    expect(JSON.parse(read('machine'))).toEqual({ version: 1, person: 'alice', peer: 'xps' })
    expect(await readPairing(host.places.appFolder)).toMatchObject({ name: 'xps', address: '192.0.2.2' })
    await expect(ask({ kind: 'alone' })).rejects.toMatchObject({ problem: { id: 'pairing.otherPeer' } })
    expect(await readPairing(host.places.appFolder)).toMatchObject({ name: 'xps' })
    await ask({ kind: 'leave' })
    expect(existsSync(host.places.appFolder)).toBe(false)
  })

  it('is refused after a pairing that broke off, which may have let the other laptop in', async () => {
    await ask({ kind: 'prepare' })
    await joinXps()
    for (const place of ['machine', 'pairing'] as const) unlinkSync(host.places[place])
    await expect(ask({ kind: 'alone' })).rejects.toMatchObject({ problem: { id: 'pairing.otherPeer' } })
    await ask({ kind: 'leave' })
    await ask({ kind: 'alone' })
    expect([existsSync(host.places.authorizedKeys), existsSync(host.places.machine)]).toEqual([false, true])
  })
})

describe('the way to the other laptop', () => {
  it('is the one of a pairing that broke off until it is paired, then that of the pair with all its addresses', async () => {
    await expect(readPeerWay('alice', host.places)).rejects.toMatchObject({ code: 'not-paired' })
    await ask({ kind: 'prepare' })
    await noteBegun({ name: 'xps', address: '192.0.2.7', port: 2222, fingerprint: 'SHA256:its' }, host.places.begun)
    expect(statSync(host.places.begun).mode & 0o777).toBe(0o600)
    const begun = await readPeerWay('alice', host.places)
    const way = { name: 'xps', address: '192.0.2.7', port: 2222, user: 'alice' }
    expect(begun).toEqual({ ...way, fingerprints: ['SHA256:its'] })
    await joinXps()
    const others = ['192.0.2.8', '192.0.2.9']
    const known = JSON.parse(read('pairing')) as { peer: object }
    await writeFile(host.places.pairing, JSON.stringify({ ...known, peer: { ...known.peer, others } }))
    const fingerprints = [keyFingerprint(Buffer.from(key.split(' ')[1] ?? '', 'base64'))]
    const paired = { ...way, address: '192.0.2.2', port: 22, others, fingerprints }
    expect(await readPeerWay('alice', host.places)).toEqual(paired)
    await writeFile(host.places.begun, '{"address": "-oProxyCommand=x"}')
    expect(await readBegun(host.places.begun)).toBeUndefined()
  })
})

describe('taking it back', () => {
  it('removes exactly what was made', async () => {
    const before = await files()
    await ask({ kind: 'prepare' })
    await joinXps()
    await noteBegun({ name: 'xps', address: '192.0.2.2', port: 22, fingerprint: 'SHA256:its' }, host.places.begun)
    // As a switch makes it, with the identity by which the other one knows this laptop.
    const identity = path.join(host.state.folder, 'root/syncthing/cert.pem')
    await mkdir(path.dirname(identity), { recursive: true })
    await writeFile(identity, 'its identity')
    expect(await ask({ kind: 'leave' })).toEqual({ kind: 'left', peer: 'xps' })
    expect(existsSync(path.dirname(identity))).toBe(false)
    await rm(path.join(host.state.folder, 'root'), { recursive: true })
    expect(await files()).toEqual(before)
    expect(existsSync(host.places.appFolder)).toBe(false)
    expect(history).toEqual(['began', 'recorded', 'ended'])
    expect(await ask({ kind: 'leave' })).toEqual({ kind: 'left' })
  })

  it('removes the empty folders of the app', async () => {
    await ask({ kind: 'prepare' })
    await joinXps()
    for (const name of ['journals', 'work']) await mkdir(path.join(host.places.appFolder, name))
    await ask({ kind: 'leave' })
    expect(existsSync(host.places.appFolder)).toBe(false)
  })

  it('leaves what was there before, and the journals of the person', async () => {
    await mkdir(host.places.appFolder)
    await writeFile(host.places.authorizedKeys, 'older')
    await ask({ kind: 'prepare' })
    await joinXps()
    const journal = path.join(host.places.appFolder, 'journal.json')
    await writeFile(journal, '{}')
    await ask({ kind: 'leave' })
    expect(existsSync(journal)).toBe(true)
    expect(existsSync(host.places.authorizedKeys)).toBe(true)
    expect(existsSync(host.places.sudoRule)).toBe(false)
  })

  it('removes nothing else, whatever its record says', async () => {
    await ask({ kind: 'prepare' })
    await joinXps()
    const other = path.join(folder, 'other')
    await writeFile(other, 'mine')
    const record = JSON.parse(read('paired')) as { made: string[] }
    await writeFile(host.places.paired, JSON.stringify({ ...record, made: [...record.made, other, '/etc/hostname'] }))
    await ask({ kind: 'leave' })
    expect(existsSync(other)).toBe(true)
    expect(existsSync('/etc/hostname')).toBe(true)
  })
})
