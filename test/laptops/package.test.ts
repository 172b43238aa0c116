import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { resetPair } from '../../practice/pair.ts'
import { shellOn } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, { readonly version: string }>>
}
const node = lock.packages[`node_modules/node-linux-${process.arch}`] ?? { version: 'missing' }

const stat = (...paths: readonly string[]) => shellOn('xps', `stat -c '%n %a %U' ${paths.join(' ')}`)

describe('the package', () => {
  // Whatever comes after this file finds the laptops with their package.
  afterAll(() => resetPair(testPair))

  it("brings its files as root's, and nothing that others may change", async () => {
    expect(
      await stat('/usr/lib/pc-switcher/door', '/etc/sudoers.d/pc-switcher', '/etc/pc-switcher/authorized_keys'),
    ).toBe(
      '/usr/lib/pc-switcher/door 755 root\n/etc/sudoers.d/pc-switcher 440 root\n/etc/pc-switcher/authorized_keys 644 root\n',
    )
    expect(await shellOn('xps', 'find /usr/lib/pc-switcher /usr/bin/pc-switcher ! -user root -o -perm /022')).toBe('')
    expect(await stat('/var/lib/pc-switcher', '/var/lib/pc-switcher/root', '/run/pc-switcher')).toBe(
      '/var/lib/pc-switcher 711 root\n/var/lib/pc-switcher/root 700 root\n/run/pc-switcher 700 root\n',
    )
  })

  it('brings the Node that it runs on, where a laptop has none', async () => {
    expect(await shellOn('xps', 'command -v node nodejs || echo none')).toBe('none\n')
    expect(await shellOn('xps', '/usr/lib/pc-switcher/node --version')).toBe(`v${node.version}\n`)
    expect(await shellOn('xps', 'ldd /usr/lib/pc-switcher/node | grep -c "not found" || true')).toBe('0\n')
  })

  it('brings the licences of what it contains', async () => {
    const runtime = `node-linux-${process.arch}`
    const names = ['zod', 'ssh2', 'react', '@base-ui/react', '@fontsource-variable/inter', runtime]
    const found = names.map(
      (name) => `grep -c '^${name} .*(' THIRD-PARTY-NOTICES; grep -c '^Files: node_modules/${name}/' copyright`,
    )
    expect(await shellOn('xps', `cd /usr/share/doc/pc-switcher-headless; ${found.join('; ')}`)).toBe(
      '1\n1\n'.repeat(names.length),
    )
  })

  it('has an account without a password, which is not locked', async () => {
    expect(
      await shellOn('xps', 'getent shadow pc-switcher | cut -d: -f2; getent passwd pc-switcher | cut -d: -f6,7'),
    ).toBe('*\n/:/bin/sh\n')
  })

  it('can be installed again over itself', async () => {
    await shellOn(
      'xps',
      'dpkg-reconfigure -fnoninteractive pc-switcher-headless; visudo -cq; systemctl is-active -q ssh',
    )
  })

  it('does not reload sshd into a configuration that would keep it from starting', async () => {
    await shellOn('xps', 'echo "Nonsense yes" > /etc/ssh/sshd_config.d/99-broken.conf')
    expect(await shellOn('xps', 'dpkg-reconfigure -fnoninteractive pc-switcher-headless 2>&1')).toMatch(
      /sshd was not reloaded/,
    )
    await shellOn('xps', 'rm /etc/ssh/sshd_config.d/99-broken.conf; systemctl is-active -q ssh')
  })

  it("goes without what runs, and keeps what is the person's even when purged", async () => {
    await shellOn('xps', 'install -D /dev/null /var/lib/pc-switcher/root/snapshots/of-the-person')
    // As while the other laptop asks for something: a session of the door's account.
    await shellOn('xps', 'setsid setpriv --reuid=pc-switcher --clear-groups sleep 300 >/dev/null 2>&1 </dev/null &')
    await shellOn('xps', 'dpkg --remove --force-depends pc-switcher-headless')
    expect(
      await shellOn('xps', 'pgrep -af "[/]usr/lib/pc-switcher" || true; ls -d /run/pc-switcher 2>/dev/null || true'),
    ).toBe('')
    const said = await shellOn('xps', 'dpkg --purge pc-switcher-headless 2>&1')
    expect(said).toMatch(/snapshots, history and keys stay in \/var\/lib\/pc-switcher/)
    expect(
      await shellOn('xps', 'ls /var/lib/pc-switcher; ls /etc/pc-switcher; getent passwd pc-switcher || echo gone'),
    ).toBe('app\nroot\nmachine.json\ngone\n')
    expect(
      await shellOn(
        'xps',
        'ls /etc/sudoers.d/pc-switcher /etc/ssh/sshd_config.d/10-pc-switcher.conf 2>&1 | grep -c "No such"',
      ),
    ).toBe('2\n')
    await shellOn('xps', 'sshd -t; systemctl is-active -q ssh')
  })
})
