import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { hosts, type Host } from '../../practice/layout.ts'
import { findPair } from '../../practice/pair-state.ts'
import { resetPair } from '../../practice/pair.ts'
import { readDeb } from '../../practice/product.ts'
import { put } from '../../practice/put.ts'
import { shellOn } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'
import { errorOf, pcSwitcher, plan, proofOf, status, switchState, switchTo, until } from '../laptops-product.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, { readonly version: string }>>
}
const node = lock.packages[`node_modules/node-linux-${process.arch}`] ?? { version: 'missing' }

const next = '99.0.0'

/** The package that is installed, as /var/tmp/first.deb, and a later version of it, as /var/tmp/next.deb. */
async function buildNext(host: Host): Promise<void> {
  const { laptops } = (await findPair(testPair)) ?? {}
  if (laptops === undefined) throw new Error(`there is no pair ${testPair}`)
  await put(laptops[host], '/var/tmp/first.deb', (await readDeb())?.content ?? Buffer.alloc(0))
  await shellOn(
    host,
    `cd /var/tmp; rm -rf next; dpkg-deb --raw-extract first.deb next; version=$(dpkg-deb --field first.deb Version)
     sed -i "s/^Version: .*/Version: ${next}/" next/DEBIAN/control
     grep -rlF "\\"$version\\"" next/usr/lib/pc-switcher --include=*.cjs --include=*.mjs | xargs sed -i "s/\\"$version\\"/\\"${next}\\"/g"
     dpkg-deb --root-owner-group -Znone --build next next.deb >/dev/null; rm -rf next`,
  )
}

const stat = (...paths: readonly string[]) => shellOn('xps', `stat -c '%n %a %U' ${paths.join(' ')}`)

/** A switch may install packages at this moment: dpkg itself does not wait for another one, as apt does. */
const installing = (words: string): string =>
  `until dpkg --force-unsafe-io --install ${words} >/dev/null 2>/tmp/said; do grep -q 'lock was locked' /tmp/said || { cat /tmp/said >&2; exit 1; }; sleep 0.2; done`

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

  it('brings its entry in the menu, with an icon, and what shops of software say of it', async () => {
    const id = 'io.github.pc_switcher'
    expect(
      await stat(
        `/usr/share/applications/${id}.desktop`,
        `/usr/share/icons/hicolor/scalable/apps/${id}.svg`,
        `/usr/share/metainfo/${id}.metainfo.xml`,
      ),
    ).toBe(
      `/usr/share/applications/${id}.desktop 644 root\n/usr/share/icons/hicolor/scalable/apps/${id}.svg 644 root\n/usr/share/metainfo/${id}.metainfo.xml 644 root\n`,
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

  it('is upgraded under a running switch, which ends proven; then the app is the new one on both', async () => {
    const versionOn = async (host: Host) => (await status(host)).overview.version
    const before = await versionOn('p17')
    await Promise.all(hosts.map(buildNext))
    await shellOn(
      'p17',
      'head -c 400000000 /dev/urandom > /home/alice/while-upgraded; chown alice: /home/alice/while-upgraded',
    )
    const switched = switchTo('p17', 'xps')
    // However fast it is, the copy has not come to its end before the packages are done.
    const arriving = `find /var/lib/pc-switcher/root/home/incoming -name '*while-upgraded*' -size +1M 2>/dev/null`
    await shellOn(
      'xps',
      `for i in {1..3000}; do [ -n "$(${arriving})" ] && break; sleep 0.02; done; kill -STOP $(pgrep -x rsync)`,
    )
    await until('packages are done and home files are copied', async () => {
      const state = await switchState('p17')
      if (state.kind !== 'running') return false
      const { statuses } = state
      // Two installations at a time would be in each other's way.
      return statuses[stepIds.packages]?.kind === 'done' && statuses[stepIds.home]?.kind === 'running'
    })
    await Promise.all([
      ...hosts.map((host) => shellOn(host, installing('/var/tmp/next.deb'))),
      shellOn('xps', 'kill -CONT $(pgrep -x rsync)'),
    ])
    const told = await switched
    expect(told.stderr).toBe('')
    expect(proofOf(told).verified).toBe(true)
    for (const host of hosts)
      await until(`the app on ${host} is the new one`, async () => (await versionOn(host)) === next)
    expect(before).not.toBe(next)
    expect((await plan('xps', 'p17')).plan.from.name).toBe('xps')
  })

  it('that is newer on one laptop is named before anything is planned', async () => {
    await shellOn('xps', installing('--force-downgrade /var/tmp/first.deb'))
    await until('the app on xps is the earlier one', async () => (await status('xps')).overview.version !== next)
    const refused = errorOf(await pcSwitcher('xps', ['plan', '--to', 'p17']))
    expect(refused).toMatchObject({ code: 'agent-mismatch', message: expect.stringContaining(next) as string })
    await shellOn('xps', installing('/var/tmp/next.deb'))
    await until('both are the same', async () => (await status('xps')).overview.version === next)
    expect((await plan('xps', 'p17')).plan.from.name).toBe('xps')
  })

  it('does not reload sshd into a configuration that would keep it from starting', async () => {
    // As when the new version brings another configuration than the one before.
    await shellOn('xps', 'rm /run/pc-switcher/sshd-configuration')
    await shellOn('xps', 'echo "Nonsense yes" > /etc/ssh/sshd_config.d/99-broken.conf')
    expect(await shellOn('xps', 'dpkg-reconfigure -fnoninteractive pc-switcher-headless 2>&1')).toMatch(
      /sshd was not reloaded/,
    )
    await shellOn('xps', 'rm /etc/ssh/sshd_config.d/99-broken.conf; systemctl is-active -q ssh')
  })

  it("goes without what runs, and keeps what is the person's even when purged", async () => {
    await shellOn('xps', 'install -D /dev/null /var/lib/pc-switcher/root/snapshots/of-the-person')
    const kept = '/var/lib/libvirt/images/.pc-switcher-base'
    await shellOn(
      'xps',
      `cd /var/lib/pc-switcher/root; mkdir -p image-sums ${kept}; touch image-sums/1 ${kept}/work.qcow2; ln -sfn ${kept} image-bases`,
    )
    // As while the other laptop asks for something: a session of the door's account.
    await shellOn('xps', 'setsid setpriv --reuid=pc-switcher --clear-groups sleep 300 >/dev/null 2>&1 </dev/null &')
    await shellOn('xps', 'dpkg --remove --force-depends pc-switcher-headless')
    expect(
      await shellOn('xps', 'pgrep -af "[/]usr/lib/pc-switcher" || true; ls -d /run/pc-switcher 2>/dev/null || true'),
    ).toBe('')
    expect(await shellOn('xps', `ls -d ${kept} /var/lib/pc-switcher/root/image-* 2>/dev/null || true`)).toBe('')
    const said = await shellOn('xps', 'dpkg --purge pc-switcher-headless 2>&1')
    expect(said).toMatch(/snapshots, bundles, history and keys stay in \/var\/lib\/pc-switcher/)
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
