/** Copies as a person has them: made from one laptop, brought back on the other one, which never knew of them. */
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jobsCalls } from '../../src-main/contract/jobs-calls.ts'
import { bundlesCalls } from '../../src-main/contract/bundles-calls.ts'
import { copiesCalls } from '../../src-main/contract/copies-calls.ts'
import { findPair } from '../../practice/pair-state.ts'
import { cutLink, mendLink } from '../../practice/pair.ts'
import { shellOn } from '../laptops-agents.ts'
import { installDebian } from '../laptops-debian.ts'
import { testPair } from '../laptops-pair.ts'
import { call, errorOf, pcSwitcher } from '../laptops-product.ts'

/** What both laptops reach, as they would reach a NAS: a folder that is on neither disk. */
const nas = '/srv/nas'

beforeAll(async () => {
  await installDebian(['p17', 'xps'], { name: 'restic-trixie', packages: ['restic'] }, '')
  for (const host of ['p17', 'xps'] as const)
    await shellOn(host, `mkdir -p ${nas} && mount -t tmpfs tmpfs ${nas} && mkdir ${nas}/store`)
}, 180_000)

const json = async (host: 'p17' | 'xps', words: readonly string[]) => {
  const done = await pcSwitcher(host, words)
  expect(done.stderr, words.join(' ')).toBe('')
  expect(done.exitCode, `${words.join(' ')}\n${JSON.stringify(done.messages.at(-1))}`).toBe(0)
  return done
}

describe('copies in a store', () => {
  it('refuses a place on the laptop itself, and one that is not there', async () => {
    expect(errorOf(await pcSwitcher('p17', ['copies', 'place', 'add', 'mine', '/home/alice']))).toMatchObject({
      code: 'invalid-input',
      message: '/home/alice is on the same disk as the snapshots.',
    })
    expect(errorOf(await pcSwitcher('p17', ['copies', 'place', 'add', 'usb', '/media/usb/x']))).toMatchObject({
      code: 'not-found',
    })
    expect(errorOf(await pcSwitcher('p17', ['copies', 'place', 'add', 'a\nb', `${nas}/store`]))).toMatchObject({
      code: 'invalid-input',
    })
    expect(errorOf(await pcSwitcher('p17', ['copies', 'run', 'nowhere']))).toMatchObject({ code: 'not-found' })
  })

  it('is copied to once a day from the moment it is added, and at once by hand', async () => {
    await shellOn(
      'p17',
      'cd /home/alice && echo "Dear Bob" > letter && chown alice: letter && setfacl -m u:games:r letter && touch -d "2026-11-24 09:12:00.123456789" letter',
    )
    await json('p17', ['copies', 'place', 'add', 'NAS', `${nas}/store`])
    const { jobs } = await call('p17', jobsCalls.jobsList, { on: ['p17'] })
    expect(jobs.find(({ name }) => name === 'copies')?.schedule).toEqual({ every: 'daily' })
    await json('p17', ['copies', 'run', 'NAS'])
    const { places } = await call('p17', copiesCalls.copiesList, { on: ['p17'] })
    expect(places).toMatchObject([
      {
        name: 'NAS',
        laptop: 'p17',
        kind: 'store',
        presence: 'there',
        sheet: 'to-do',
        copies: [{ laptop: 'p17', isWhole: true }],
      },
    ])
    expect(await shellOn('p17', `find ${nas}/store -type f | xargs grep -l "Dear Bob" || true`)).toBe('')
    expect((await shellOn('p17', 'findmnt --raw -no TARGET | grep /run/pc-switcher/copies || true')).trim()).toBe('')
  })

  it('has a sheet with the password, which is in no log, and is confirmed by two of its words', async () => {
    const { text } = await call('p17', copiesCalls.copiesSheet, { place: 'NAS' })
    const password = /^Password: +(\S+)$/m.exec(text)?.[1] ?? ''
    expect(password).toMatch(/^([a-z]{5}-){7}[a-z]{5}$/)
    const [one = '', other = ''] = password.split('-')
    const wrong = await pcSwitcher('p17', ['copies', 'sheet', 'NAS', '--confirm', 'wrong', one])
    expect(errorOf(wrong)).toMatchObject({ code: 'needs-password' })
    await json('p17', ['copies', 'sheet', 'NAS', '--confirm', one, other])
    expect((await call('p17', copiesCalls.copiesList, { on: ['p17'] })).places[0]?.sheet).toBe('confirmed')
    const seen = await shellOn(
      'p17',
      `journalctl --no-pager | grep -c ${one}-${other} || true; grep -rl ${one}-${other} /var/lib/pc-switcher --include=* || true`,
    )
    expect(seen.trim().split('\n')).toEqual(['0', expect.stringMatching(/\/secrets\/[0-9a-f]{16}$/)])
  })

  it('comes back on the other laptop, with the password of the sheet alone', async () => {
    const { text } = await call('p17', copiesCalls.copiesSheet, { place: 'NAS' })
    const password = /^Password: +(\S+)$/m.exec(text)?.[1] ?? ''
    await shellOn('p17', `tar -C ${nas} -cf /var/tmp/store.tar store`)
    await bringStoreAcross()
    const wanted = { laptop: 'xps', where: `${nas}/store`, asStore: false }
    expect(await call('p17', copiesCalls.copiesInspect, wanted)).toMatchObject({ state: 'needs-password' })
    expect(await call('p17', copiesCalls.copiesInspect, { ...wanted, password })).toMatchObject({
      state: 'taken-up',
      laptops: ['p17'],
    })
    const added = await call('p17', copiesCalls.copiesAdd, { ...wanted, name: 'NAS', password })
    expect(added.sheet).toBe('confirmed')
    const [copy] = added.copies
    const back = await call('p17', copiesCalls.copiesBringBack, {
      laptop: 'xps',
      place: 'NAS',
      id: copy?.id ?? '',
      subvolumes: ['home'],
    })
    const place = `/var/lib/pc-switcher/root/snapshots/${back.id}/home`
    expect(await shellOn('xps', `cat ${place}/alice/letter; btrfs property get ${place} ro`)).toBe(
      'Dear Bob\nro=true\n',
    )
    const listed = await pcSwitcher('xps', ['snapshots', 'list'])
    expect(JSON.stringify(listed.messages)).toContain(back.id)
  })

  it('is looked into there, and gives back one file as it was, with the other laptop away', async () => {
    const looks = (host: 'p17' | 'xps') =>
      shellOn(
        host,
        'cd /home/alice && sha256sum letter && stat -c "%A %u %g %y" letter && getfacl --omit-header letter',
      )
    const before = await looks('p17')
    const { places } = await call('xps', copiesCalls.copiesList, { on: ['xps'] })
    const id = places[0]?.copies[0]?.id.slice(0, 15) ?? ''
    await cutLink('p17', testPair)
    try {
      const browsed = await pcSwitcher('xps', ['copies', 'browse', 'NAS', id, '/home/alice'])
      expect(browsed.messages).toContainEqual(
        expect.objectContaining({ type: 'entry', entry: expect.objectContaining({ name: 'letter' }) as unknown }),
      )
      const wanted = ['copies', 'restore', 'NAS', id, '--path', '/home/alice/letter']
      const planned = await pcSwitcher('xps', wanted)
      expect(planned).toMatchObject({ exitCode: 3 })
      expect(await shellOn('xps', 'ls /home/alice')).not.toContain('letter')
      await json('xps', [...wanted, '--yes'])
    } finally {
      await mendLink('p17', testPair)
    }
    expect(await looks('xps')).toBe(before)
    await shellOn('xps', 'echo "Dear Carol" > /home/alice/letter')
    await json('xps', ['copies', 'restore', 'NAS', id, '--path', '/home/alice/letter', '--beside', '--yes'])
    expect(await shellOn('xps', 'cat /home/alice/letter; cat /home/alice/letter\\ \\(from*')).toBe(
      'Dear Carol\nDear Bob\n',
    )
    expect(await shellOn('xps', 'ls -A /var/lib/pc-switcher/root/fetched | wc -l')).toBe('1\n')
  })

  it('is verified by reading all of it', async () => {
    await json('p17', ['copies', 'verify', 'NAS', '--all'])
    const { places } = await call('p17', copiesCalls.copiesList, { on: ['p17'] })
    expect(places[0]).toMatchObject({ verified: { part: 1, of: 1 } })
  })
})

/** The other laptop stands in for a server: all that it has for it is an account and sshd. */
describe('copies in a store on a server', () => {
  const folder = '/srv/bob/copies'
  const place = (words: readonly string[]) => pcSwitcher('p17', ['copies', 'place', ...words])
  const where = `sftp://bob@xps${folder}`
  const found = () => call('p17', copiesCalls.copiesInspect, { where })

  beforeAll(async () => {
    await shellOn(
      'xps',
      'useradd --create-home --home-dir /srv/bob bob && mkdir -m 700 /srv/bob/.ssh && chown bob: /srv/bob/.ssh',
    )
    // A person takes longer from one try to the next than this does.
    await shellOn('xps', 'echo PerSourcePenalties no > /etc/ssh/sshd_config.d/patient.conf; systemctl reload ssh')
  })
  afterAll(async () => {
    await pcSwitcher('p17', ['copies', 'place', 'remove', 'Server', '--force'])
    await shellOn(
      'xps',
      'loginctl terminate-user bob || true; userdel --remove --force bob; rm /etc/ssh/sshd_config.d/patient.conf; systemctl reload ssh',
    )
  })

  it('shows the host key and the line that lets this laptop in, before anything is there', async () => {
    const { state, server } = await found()
    expect(state).toBe('needs-key')
    expect(server?.line).toMatch(/^restrict,command="internal-sftp" ssh-ed25519 \S+ pc-switcher@p17$/)
    const shown = await shellOn('xps', 'for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$key"; done')
    expect(shown).toContain(server?.hostKey)
    const refused = errorOf(await place(['add', 'Server', where, '--host-key', server?.hostKey ?? '']))
    expect(refused).toMatchObject({
      code: 'unreachable',
      hint: expect.stringContaining(server?.line ?? '?') as unknown,
    })
    await shellOn(
      'xps',
      `echo '${server?.line}' > /srv/bob/.ssh/authorized_keys && chown bob: /srv/bob/.ssh/authorized_keys`,
    )
    expect(await found()).toMatchObject({ state: 'new', server: { hostKey: server?.hostKey } })
  })

  it('is added with the host key that the person agrees to, and with no other', async () => {
    const { server } = await found()
    expect(errorOf(await place(['add', 'Server', where]))).toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining(server?.hostKey ?? '?') as unknown,
    })
    const other = `SHA256:${'A'.repeat(43)}`
    expect(errorOf(await place(['add', 'Server', where, '--host-key', other]))).toMatchObject({
      code: 'host-key-changed',
    })
    await json('p17', ['copies', 'place', 'add', 'Server', where, '--host-key', server?.hostKey ?? ''])
    await json('p17', ['copies', 'run', 'Server'])
    const looked = await call('p17', copiesCalls.copiesLook, { place: 'Server' })
    expect(looked).toMatchObject({ presence: 'far', copies: [{ laptop: 'p17', isWhole: true }] })
    expect(looked.room?.freeBytes).toBeGreaterThan(0)
    expect(await shellOn('xps', `grep -rl 'Dear Bob' ${folder} || true`)).toBe('')
    await shellOn('p17', 'mv /home/alice/letter /tmp/letter')
    const id = looked.copies[0]?.id ?? ''
    await json('p17', ['copies', 'restore', 'Server', id, '--path', '/home/alice/letter', '--yes'])
    await shellOn('p17', 'cmp /home/alice/letter /tmp/letter')
  })

  it('is not removed while nobody has its password', async () => {
    expect(errorOf(await place(['remove', 'Server']))).toMatchObject({
      code: 'needs-answers',
      hint: expect.stringContaining("copies sheet 'Server'") as unknown,
    })
    expect(await call('p17', copiesCalls.copiesLook, { place: 'Server' })).toMatchObject({ sheet: 'to-do' })
  })

  it('has bundles, which are deleted there while a laptop has them, and the last one only when that was said', async () => {
    await json('p17', ['bundle', 'create', 'letter:1', '/home/alice/letter'])
    await json('p17', ['bundle', 'push', 'letter', 'Server'])
    const there = async () => (await call('p17', bundlesCalls.bundlesListAt, { place: 'Server' })).bundles.length
    await json('p17', ['bundle', 'delete', 'letter', '--at', 'Server'])
    await json('p17', ['bundle', 'put-away', 'letter'])
    const words = ['bundle', 'delete', 'letter', '--at', 'Server', '--yes']
    expect(errorOf(await pcSwitcher('p17', words))).toMatchObject({ code: 'needs-answers' })
    expect(await there()).toBe(1)
    await json('p17', ['bundle', 'bring-back', 'letter'])
    await json('p17', words)
    expect(await there()).toBe(0)
    expect((await call('p17', bundlesCalls.bundlesList, { on: ['p17'] })).bundles).toMatchObject([{ elsewhere: [] }])
    expect(errorOf(await pcSwitcher('p17', ['bundle', 'put-away', 'letter']))).toMatchObject({ code: 'not-verified' })
    await json('p17', ['bundle', 'push', 'letter', 'Server'])
    await json('p17', ['bundle', 'delete', 'letter', '--yes'])
    expect(errorOf(await pcSwitcher('p17', words))).toMatchObject({ code: 'needs-answers' })
    await json('p17', ['bundle', 'delete', 'letter:1', '--at', 'Server', '--force'])
    expect(await there()).toBe(0)
  })

  it('is not copied to when it shows another host key, or lets nobody in', async () => {
    await shellOn(
      'p17',
      'cp -a /var/lib/pc-switcher/root/secrets /root/secrets; sed -i "s/ssh-ed25519 .*/ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9\\/cu7\\/QEXn9OIeZJ/" /var/lib/pc-switcher/root/secrets/*.hosts',
    )
    expect(errorOf(await pcSwitcher('p17', ['copies', 'list', 'Server']))).toMatchObject({ code: 'host-key-changed' })
    await shellOn('p17', 'cp -a /root/secrets/*.hosts /var/lib/pc-switcher/root/secrets/ && rm -r /root/secrets')
    await shellOn('xps', 'rm /srv/bob/.ssh/authorized_keys')
    expect(errorOf(await pcSwitcher('p17', ['copies', 'list', 'Server']))).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/does not let this laptop in/) as unknown,
    })
  })
})

/** As somebody would carry the disk. */
async function bringStoreAcross(): Promise<void> {
  const pair = await findPair(testPair)
  if (pair === undefined) throw new Error('no practice pair')
  const { p17, xps } = pair.laptops
  await cp(path.join(p17.root, 'var/tmp/store.tar'), path.join(xps.root, 'var/tmp/store.tar'))
  await shellOn('xps', `tar -C ${nas} -xf /var/tmp/store.tar`)
}
