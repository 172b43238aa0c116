/** Both laptops are lost: a new one, which never knew them, is set up alone and has the work back from a copy. */
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copiesCalls } from '../../src-main/contract/copies-calls.ts'
import { execOn, resetPair, restart } from '../../practice/pair.ts'
import { packageOnP17 } from '../../practice/bring-product.ts'
import { hosts } from '../../practice/layout.ts'
import { findPair } from '../../practice/pair-state.ts'
import { isLong } from '../how-long.ts'
import { shellOn } from '../laptops-agents.ts'
import { installDebian } from '../laptops-debian.ts'
import { testPair } from '../laptops-pair.ts'
import { installOnP17, ownOf, pairWith, password, systemOf } from '../laptops-pairing.ts'
import { call, errorOf, pcSwitcher, status } from '../laptops-product.ts'

/** What p17 copies to, and what is left of it: no laptop's disk. */
const nas = '/srv/nas'
const back = '/var/lib/pc-switcher/root/snapshots'

async function laptops() {
  const pair = await findPair(testPair)
  if (pair === undefined) throw new Error('no practice pair')
  return pair.laptops
}

async function carry(file: string): Promise<void> {
  const { p17, xps } = await laptops()
  await cp(path.join(p17.root, file), path.join(xps.root, file))
}

/** Not copied: caches, a subvolume of its own, and a link that the restic of Debian 12 cannot keep, as is told when a place is added. */
const differing = '-name .cache -o -path ./alice/scratch -o -path ./alice/odd/links/not-utf8'

/** All that programs which are not ours say of a folder, and what is in its files. */
function stateOf(host: 'p17' | 'xps', folder: string): Promise<string> {
  const all = `find . \\( ${differing} \\) -prune -o`
  return shellOn(
    host,
    `cd '${folder}' && export LC_ALL=C &&
     ${all} -type d -printf '%p %m %U %G %T@\\n' -o -printf '%p %y %m %U %G %T@ %s %n %l\\n' | sort &&
     ${all} -type f -print0 | sort -z | xargs -0 sha256sum &&
     ${all} -print0 | sort -z | xargs -0 getfattr -hd -m '^(user[.]|security[.]capability|system[.]posix)' --absolute-names --`,
  )
}

/** The snapshot that p17 had copied, its /home. */
let lost = ''
let sheet = ''
const told = (name: string) => new RegExp(`^${name}: +(\\S+)$`, 'm').exec(sheet)?.[1] ?? ''
/** The lines of the sheet below its sentence, as they stand there. */
const linesAfter = (sentence: string) =>
  sheet
    .slice(sheet.indexOf(sentence))
    .split('\n')
    .slice(1)
    .filter((line, index, all) => all.slice(0, index + 1).every((one) => one.startsWith('  ')))
    .map((line) => line.trim())

beforeAll(async () => {
  await resetPair(testPair)
  await installOnP17()
  await carry(packageOnP17.slice(1))
  await shellOn('xps', `DEBIAN_FRONTEND=noninteractive apt-get -qq -y install ${packageOnP17} >/dev/null 2>&1`)
  await installDebian(hosts, { name: 'restic-bookworm', release: 'bookworm', packages: ['restic'] }, '')
  for (const host of hosts)
    await shellOn(
      host,
      `loginctl enable-linger alice; echo alice:${password} | chpasswd; mkdir -p ${nas} && mount -t tmpfs tmpfs ${nas} && mkdir ${nas}/store`,
    )
}, 300_000)

const setUp = (host: 'p17' | 'xps') =>
  pcSwitcher(host, ['pair', '--alone', '--yes', '--password-stdin'], `${password}\n`)

describe('a laptop without another one', () => {
  it('says what will be set up, and nothing is until that is agreed to', async () => {
    const before = await systemOf('p17')
    const asked = await pcSwitcher('p17', ['pair', '--alone', '--password-stdin'], `${password}\n`)
    expect(errorOf(asked).code).toBe('needs-answers')
    expect(JSON.stringify(asked.messages)).toContain('@pc-switcher in /etc/fstab')
    expect(errorOf(await pcSwitcher('p17', ['pair', '--alone', '--yes', '--password-stdin'], 'wrong\n')).code).toBe(
      'needs-answers',
    )
    expect(await systemOf('p17')).toEqual(before)
  })

  it('is set up, and lets nobody in', async () => {
    expect((await setUp('p17')).exitCode).toBe(0)
    expect((await status('p17')).overview).toMatchObject({ pairing: { kind: 'alone' }, here: { here: true } })
    expect(await shellOn('p17', 'ls /etc/pc-switcher')).toBe('machine.json\npaired.json\n')
    const { exitCode, messages } = await pcSwitcher('p17', ['doctor'])
    expect(exitCode, JSON.stringify(messages)).toBe(0)
    expect(errorOf(await pcSwitcher('p17', ['plan', '--to', 'xps'])).code).toBe('no-peer')
  })

  it('is told what this restic cannot keep, and is copied to a store, of which there is a sheet', async () => {
    const { notes } = await call('p17', copiesCalls.copiesInspect, { where: `${nas}/store`, asStore: false })
    expect(notes.join()).toContain('links that point to a name of other bytes than UTF-8')
    await shellOn('p17', 'echo "Dear Bob" > /home/alice/letter && chown alice: /home/alice/letter')
    expect((await pcSwitcher('p17', ['copies', 'place', 'add', 'NAS', `${nas}/store`])).exitCode).toBe(0)
    expect((await pcSwitcher('p17', ['copies', 'run', 'NAS'])).exitCode).toBe(0)
    const [copy] = (await call('p17', copiesCalls.copiesList, { on: ['p17'] })).places[0]?.copies ?? []
    lost = `${back}/${copy?.id}/home`
    sheet = (await call('p17', copiesCalls.copiesSheet, { place: 'NAS' })).text
    await shellOn('p17', `tar -C ${nas} -cf /var/tmp/store.tar store`)
    await carry('var/tmp/store.tar')
    await shellOn('xps', `tar -C ${nas} -xf /var/tmp/store.tar`)
  })
})

describe('a laptop that never knew the others', () => {
  afterAll(() => shellOn('xps', 'rm -rf /mnt/back'))
  const asAlice = (line: string, input = '') =>
    execOn('xps', ['sh', '-c', line], { name: testPair, user: 'alice', input })

  it('has the work back by what the sheet says of pc-switcher, and nothing else', async () => {
    const [alone, add, list, restore] = linesAfter('With pc-switcher, on any laptop with btrfs')
    expect(alone).toBe('pc-switcher pair --alone')
    expect((await setUp('xps')).exitCode).toBe(0)
    expect((await asAlice(`${add} --password-stdin`, `${told('Password')}\n`)).exitCode).toBe(0)
    const id = /^ {2}(\d{8}T\S+)/m.exec((await asAlice(list ?? '')).stdout)?.[1] ?? 'no ID'
    expect((await asAlice((restore ?? '').replace(' ID', ` ${id}`))).exitCode).toBe(0)
    const [set] = (await shellOn('xps', `ls ${back}`)).trim().split('\n')
    expect(await shellOn('xps', `cat ${back}/${set}/home/alice/letter`)).toBe('Dear Bob\n')
    expect(await stateOf('xps', `${back}/${set}/home`)).toBe(await stateOf('p17', lost))
  })

  it('has it back by restic alone', async () => {
    const lines = linesAfter('Without pc-switcher, as root on any Linux with restic').map((line) =>
      line.replace(/ {2,}\(type the password above with: .*\)$/, `=${told('Password')}`),
    )
    expect(lines).toHaveLength(4)
    const script = `set -e; HOME=/root; ${lines.slice(0, 3).join('\n')}
      for one in $(restic snapshots --tag pc-switcher-part --json | grep -o '"short_id":"[0-9a-f]*"' | cut -d'"' -f4); do
        ${lines[3]?.replace(' ID', ' $one')}
      done`
    await shellOn('xps', script)
    expect(await stateOf('xps', '/mnt/back/run/pc-switcher/copies/tree/home')).toBe(await stateOf('p17', lost))
  })

  if (isLong) {
    it('has it as its own /home once it is rolled back and started again, as the sheet says', async () => {
      const rollback = linesAfter('With pc-switcher, on any laptop with btrfs')[4] ?? ''
      const set = (await shellOn('xps', `ls ${back}`)).trim()
      expect((await asAlice(rollback.replace('NEW-ID', set))).exitCode).toBe(0)
      await restart('xps', testPair)
      expect(await shellOn('xps', 'cat /home/alice/letter')).toBe('Dear Bob\n')
      expect(await stateOf('xps', '/home')).toBe(await stateOf('p17', lost))
    })

    it('is paired with another laptop later', async () => {
      const sets = await shellOn('xps', `ls ${back}`)
      expect((await pairWith('--yes')).exitCode).toBe(0)
      for (const host of hosts) expect((await status(host)).overview.pairing.kind).toBe('paired')
      expect(await shellOn('xps', `ls ${back}`)).toBe(sets)
      expect((await pcSwitcher('p17', ['unpair', '--yes', '--password-stdin'], `${password}\n`)).exitCode).toBe(0)
      expect((await ownOf('xps')).some((one) => one.startsWith('root/snapshots/'))).toBe(true)
    })
  }
})
