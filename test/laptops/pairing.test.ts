import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cutLink, execOn, mendLink, resetPair, restart } from '../../practice/pair.ts'
import { deskUnit } from '../../practice/furnish-system.ts'
import { hosts, type Host } from '../../practice/layout.ts'
import { shellOn } from '../laptops-agents.ts'
import { testPair, unpairedReleases } from '../laptops-pair.ts'
import {
  addressOfXps,
  fingerprintOf,
  installOnP17,
  ownOf,
  pairWith,
  password,
  purge,
  systemOf,
} from '../laptops-pairing.ts'
import { errorOf, pcSwitcher, proofOf, switchTo, until, type Told, requireDone } from '../laptops-product.ts'
import type { Begun } from '../../src-main/domains/pairing/on-pair/leave.ts'
import { inspectedSchema } from '../../src-main/contract/pairing-calls.ts'

/** As somebody has it who reaches the other laptop often. */
async function prepareAlias(): Promise<void> {
  const asAlice = 'setpriv --reuid=alice --regid=alice --init-groups env HOME=/home/alice'
  await shellOn(
    'p17',
    `${asAlice} sh -c 'umask 077; mkdir -p ~/.ssh; rm -f ~/.ssh/travel*; ssh-keygen -q -t ed25519 -N "" -f ~/.ssh/travel'`,
  )
  const config = `Host other\n  HostName ${await addressOfXps()}\n  User alice\n  IdentityFile ~/.ssh/travel\nHost far\n  ProxyJump other\n`
  await execOn('p17', ['tee', '/home/alice/.ssh/config'], { name: testPair, user: 'alice', input: config })
  const key = await shellOn('p17', 'cat /home/alice/.ssh/travel.pub')
  await shellOn('xps', `${asAlice} sh -c 'umask 077; mkdir -p ~/.ssh'`)
  await execOn('xps', ['tee', '/home/alice/.ssh/authorized_keys'], { name: testPair, user: 'alice', input: key })
  await shellOn('xps', 'echo "alice ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/alice; chmod 0440 /etc/sudoers.d/alice')
}

/** As Debian's installer leaves it: /home is a folder of the subvolume that the system is in. */
async function makeHomeFolder(host: Host): Promise<void> {
  await shellOn(
    host,
    `mount --bind / /mnt; cp -a /home/. /mnt/home/; umount /mnt; sed -i '/ \\/home /d' /etc/fstab; sync`,
  )
  await restart(host, testPair)
  const source = `$(findmnt -no SOURCE / | sed 's/\\[.*//')`
  await shellOn(host, `mount -o subvolid=5 ${source} /mnt; btrfs -q subvolume delete /mnt/@home; umount /mnt`)
}
const inodeOfHome = async (host: Host) => (await shellOn(host, 'stat -c %i /home')).trim()
const doctorOf = async (host: Host) =>
  (await pcSwitcher(host, ['doctor'])).messages.find(({ type }) => type === 'doctor')?.['items'] as readonly {
    readonly title: string
    readonly verdict: string
    readonly hint?: string
  }[]

const findingsIn = ({ messages }: Told) =>
  inspectedSchema.parse({ kind: 'inspected', ...messages.find(({ type }) => type === 'pairing-inspected') }).findings
const types = (told: { readonly messages: readonly { readonly type: string }[] }) =>
  told.messages.map(({ type }) => type)
const begun: Partial<Record<Host, Awaited<ReturnType<typeof systemOf>>>> = {}

describe('two laptops that were never paired', () => {
  beforeAll(async () => {
    await resetPair(testPair)
    for (const host of hosts) {
      expect((await shellOn(host, '. /etc/os-release; echo "$VERSION_CODENAME"')).trim()).toBe(unpairedReleases[host])
      await shellOn(host, `echo alice:${password} | chpasswd`)
    }
    await makeHomeFolder('xps')
    expect(await inodeOfHome('xps')).not.toBe('256')
    begun.p17 = await systemOf('p17')
    begun.xps = await systemOf('xps')
    for (const { files, units } of Object.values(begun))
      expect([files.length > 2_000, units.length > 100]).toEqual([true, true])
    await installOnP17()
  })
  afterAll(() => mendLink('xps', testPair))

  it('show each the same key, as fingerprint and in six words', async () => {
    const own = await pcSwitcher('p17', ['pair'])
    expect(own.messages[0]).toMatchObject({ type: 'pairing-key', fingerprint: await fingerprintOf('p17') })
    expect(own.messages[0]?.['words']).toHaveLength(6)
  })

  it('are refused with another fingerprint than was given, and nothing is changed', async () => {
    const before = await systemOf('xps')
    const wrong = `SHA256:${'A'.repeat(43)}`
    const told = await pcSwitcher(
      'p17',
      ['pair', `alice@${await addressOfXps()}`, '--password-stdin', '--yes', '--fingerprint', wrong],
      `${password}\n`,
    )
    expect(errorOf(told).code).toBe('host-key-changed')
    expect(await systemOf('xps')).toEqual(before)
    expect(await shellOn('xps', 'journalctl -u ssh --no-pager | grep -c "for alice" || true')).toBe('0\n')
  })

  it('are refused with a wrong password, and nothing is changed', async () => {
    const before = await systemOf('xps')
    const told = await pcSwitcher(
      'p17',
      [
        'pair',
        `alice@${await addressOfXps()}`,
        '--password-stdin',
        '--yes',
        '--fingerprint',
        await fingerprintOf('xps'),
      ],
      'not-the-password\n',
    )
    expect(errorOf(told)).toMatchObject({ code: 'needs-answers' })
    expect(await systemOf('xps')).toEqual(before)
    // It would keep p17 out for a while: it counts failed sign-ins (docs/facts/door.md).
    await shellOn('xps', 'systemctl restart ssh')
  })

  it('are refused where sshd would not let the other one in, nothing is changed, and the line that is told mends it', async () => {
    const limits = '/etc/ssh/sshd_config.d/01-mine.conf'
    await shellOn('xps', `echo 'AllowUsers alice' >${limits}; systemctl reload ssh`)
    const before = await systemOf('xps')
    const told = await pairWith('--yes')
    expect(errorOf(told).code).toBe('blocked')
    expect(await systemOf('xps')).toEqual(before)
    const refused = findingsIn(told)
    expect(refused.map(({ text }) => text)).toEqual([
      'The SSH server of xps would not let pc-switcher in (AllowUsers alice).',
    ])
    await shellOn('xps', refused[0]?.hint.replace('On xps: ', '') ?? '')
    expect(findingsIn(await pairWith())).toEqual([])
    await shellOn('xps', `rm ${limits} /etc/ssh/sshd_config.d/20-allow-pc-switcher.conf; systemctl reload ssh`)
  })

  it('say everything that will be set up before anything is, where nobody has agreed', async () => {
    const told = await pairWith()
    expect(errorOf(told).code).toBe('needs-answers')
    const inspected = told.messages.find(({ type }) => type === 'pairing-inspected')
    expect(JSON.stringify(inspected?.['there'])).toMatch(/pc-switcher-headless 0\.1\.0 is installed.*sudoers\.d/)
    for (const laptop of ['here', 'there'])
      expect(JSON.stringify(inspected?.[laptop])).toContain('@pc-switcher in /etc/fstab')
    expect(JSON.stringify(inspected?.['there'])).toContain('/home becomes a btrfs subvolume')
    expect(JSON.stringify(inspected?.['here'])).not.toContain('/home becomes a btrfs subvolume')
    expect(await shellOn('xps', 'ls -d /usr/lib/pc-switcher 2>&1 || true')).toContain('No such file')
  })

  it('can be paired again when the cable was pulled in the middle', async () => {
    const broken = pairWith('--yes')
    await until(
      'the package is there or on its way',
      async () =>
        (await shellOn('xps', 'ls /home/alice/.cache/pc-switcher /usr/lib/pc-switcher 2>/dev/null | wc -l')) !== '0\n',
    )
    await cutLink('xps', testPair)
    expect((await broken).exitCode).not.toBe(0)
    await mendLink('xps', testPair)
    const told = await pairWith('--yes')
    expect(told.stderr).toBe('')
    expect(told.messages.filter(({ type }) => type === 'error')).toEqual([])
    expect(types(told)).toContain('paired')
    expect(told.exitCode).toBe(0)
    expect(JSON.stringify(told.messages.find(({ type }) => type === 'doctor'))).not.toContain('"failed"')
    expect(await shellOn('xps', 'find /home/alice/.cache/pc-switcher -maxdepth 1 -type f 2>/dev/null || true')).toBe('')
    expect(await shellOn('p17', 'ls -A /var/lib/pc-switcher/package 2>&1 || true')).toContain('No such file')
  })

  it('have /home made a subvolume at the next start, every file as it was', async () => {
    expect((await doctorOf('p17')).find(({ title }) => title === '/home')).toMatchObject({
      verdict: 'warning',
      hint: 'Restart XPS 13. Until then nothing can be switched.',
    })
    expect(errorOf(await switchTo('p17', 'xps')).code).toBe('blocked')
    const list = `cd /home; find . -xdev -mindepth 1 -name .cache -prune -o -printf '%p %y %m %u %s %T@\\n' | grep -v -e '/.config/syncthing' | sort | sha256sum`
    const before = await shellOn('xps', list)
    await restart('xps', testPair)
    expect([await inodeOfHome('xps'), await shellOn('xps', list)]).toEqual(['256', before])
    expect(await shellOn('xps', 'grep -c " /home btrfs subvol=@home,noatime" /etc/fstab')).toBe('1\n')
    await until(
      'what /home was before is gone',
      async () =>
        (await shellOn('xps', 'mount --bind / /mnt; ls -A /mnt/home; umount /mnt')) +
          (await shellOn('xps', 'ls /var/lib/pc-switcher/root/home-subvolume.json 2>/dev/null || true')) ===
        '',
    )
    expect((await doctorOf('p17')).filter(({ verdict }) => verdict !== 'passed')).toEqual([])
  })

  it('tell nobody a password', async () => {
    const places = '/var/lib/pc-switcher /etc/pc-switcher /home/alice /tmp /var/tmp /run/user/1000'
    for (const host of ['p17', 'xps'] as const) {
      expect(await shellOn(host, `grep -rl -D skip ${password} ${places} 2>/dev/null || true`)).toBe('')
      expect(await shellOn(host, `journalctl --no-pager | grep -cF ${password} || true`)).toBe('0\n')
    }
  })

  it('refuse a third laptop', async () => {
    await shellOn('xps', 'sed -i s/p17/third/ /etc/pc-switcher/machine.json')
    const told = await pairWith('--yes')
    await shellOn('xps', 'sed -i s/third/p17/ /etc/pc-switcher/machine.json')
    expect(errorOf(told).code).toBe('blocked')
    expect(JSON.stringify(told.messages)).toContain('xps is already paired with third.')
  })

  it('refuse another laptop of the same name', async () => {
    const known = '/var/lib/pc-switcher/app/known_hosts'
    await shellOn('xps', `cp -p ${known} /root/known_hosts; sed -i 's/ [^ ]*$/ AAAAolder/' ${known}`)
    const told = await pairWith('--yes')
    await shellOn('xps', `cat /root/known_hosts >${known}; rm /root/known_hosts`)
    expect(errorOf(told).code).toBe('blocked')
    expect(JSON.stringify(told.messages)).toContain('xps is already paired with another laptop that is called p17 too')
  })

  it('are as before when they are unpaired and the package is purged, also where xps has moved', async () => {
    const file = '/var/lib/pc-switcher/app/pairing.json'
    const { peer } = JSON.parse(await shellOn('p17', `cat ${file}`)) as { peer: { address: string } }
    const moved = { version: 1, peer: { ...peer, address: '10.213.99.9', others: ['10.213.99.8', peer.address] } }
    await execOn('p17', ['tee', file], { name: testPair, input: JSON.stringify(moved) })
    const told = await pcSwitcher('p17', ['unpair', '--yes', '--password-stdin'], `${password}\n`)
    requireDone(told)
    for (const host of ['p17', 'xps'] as const) {
      await purge(host)
      const after = await systemOf(host)
      expect(after).toEqual(begun[host])
      // The memory of what was compared, which no switch has used.
      expect(
        (await ownOf(host)).filter((name) => !/^root(?:\/(?:images|ledger)\.json|\/lock\.guard)?$/.test(name)),
      ).toEqual([])
    }
  })

  it('are paired again by an alias, a key and sudo without a password, and switch there and back, verified', async () => {
    await installOnP17()
    await prepareAlias()
    const known = await pcSwitcher('p17', ['pair'])
    expect(known.messages[0]?.['targets']).toEqual([
      { target: 'other', from: 'settings' },
      { target: 'far', from: 'settings' },
    ])
    const far = errorOf(await pcSwitcher('p17', ['pair', 'far', '--yes', '--fingerprint', await fingerprintOf('xps')]))
    expect(far).toMatchObject({ code: 'unreachable' })
    expect(far.message).toContain('ProxyJump')
    const target = ['pair', 'other', '--yes', '--fingerprint', await fingerprintOf('xps')]
    const wanting = await pcSwitcher('p17', target)
    expect(errorOf(wanting).message).toBe('A password is needed for sudo on this laptop.')
    const told = await pcSwitcher('p17', [...target, '--password-stdin'], `${password}\n`)
    expect(types(told)).toContain('paired')
    // She walks over to the other one.
    await shellOn('xps', `systemctl start ${deskUnit}`)
    await until('its app runs', async () => (await pcSwitcher('xps', ['status'])).exitCode === 0)
    for (const [driver, to] of [
      ['p17', 'xps'],
      ['xps', 'p17'],
    ] as const) {
      const told = await switchTo(driver, to)
      expect(told.stderr).toBe('')
      expect(proofOf(told).verified).toBe(true)
    }
  })

  it('are taken back on both where pairing had broken off between the two', async () => {
    // As it is once xps has everything, and p17 nothing yet but the way to it.
    const own = '/var/lib/pc-switcher/app'
    const { peer } = JSON.parse(await shellOn('p17', `cat ${own}/pairing.json`)) as { peer: Begun }
    const fingerprint = await fingerprintOf('xps')
    const begun: Begun = { name: peer.name, address: peer.address, port: peer.port, fingerprint }
    const input = JSON.stringify(begun)
    await execOn('p17', ['tee', `${own}/pairing-begun.json`], { name: testPair, user: 'alice', input })
    const made = `${own}/pairing.json ${own}/known_hosts /etc/pc-switcher/machine.json /etc/sudoers.d/zz-pc-switcher-person`
    await shellOn('p17', `rm ${made}`)
    const told = await pcSwitcher('p17', ['unpair', '--yes', '--password-stdin'], `${password}\n`)
    requireDone(told)
    for (const host of hosts) {
      const left = 'ls -d /var/lib/pc-switcher/app/*.json /etc/pc-switcher/*.json /etc/sudoers.d/zz-pc-switcher-person'
      expect(await shellOn(host, `${left} 2>/dev/null || true`)).toBe('')
      expect(await shellOn(host, 'cat /etc/pc-switcher/authorized_keys 2>/dev/null || true')).toBe('')
      expect(await shellOn(host, 'ls -d /var/lib/pc-switcher/root/syncthing 2>/dev/null || true')).toBe('')
    }
  })
})
