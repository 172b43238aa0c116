/** What a switch places in /etc, and nobody comes in any more: by PAM, which is asked at each connection, and by a firewall. */
import { afterAll, describe, expect, it } from 'vitest'
import { resetPair } from '../../practice/pair.ts'
import type { Proof } from '../../src-main/contract/switch-state.ts'
import { isLong } from '../how-long.ts'
import { shellOn } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'
import { pcSwitcher, plan, proofOf, requireDone, switchTo, until } from '../laptops-product.ts'

const heldBack = (proof: Proof) =>
  proof.steps.flatMap(({ verification }) =>
    verification.items.flatMap(({ left = [] }) => left.filter(({ why }) => why.startsWith('held back'))),
  )
const tracked = [
  ...['/security/access.conf', '/pam.d/sshd', '/sysctl.d/60-mine.conf', '/nftables.conf'],
  ...['/ld.so.preload', '/host.conf'],
]
const tried =
  'held back, because XPS 13 would refuse every new connection: it was tried, nobody was let in, and it was taken back'

describe('what keeps everybody out of the other laptop once it stands in /etc', () => {
  afterAll(() => resetPair(testPair))

  it('is taken back where a new connection is refused, what makes programs warn is held back, and the rest stays', async () => {
    await shellOn(
      'p17',
      `echo '- : pc-switcher : ALL' > /etc/security/access.conf; echo 'vm.swappiness=11' > /etc/sysctl.d/60-mine.conf
      sed -i '1i account required pam_access.so' /etc/pam.d/sshd
      cp -L /usr/lib/*/libm.so.6 /usr/lib/of-p17-alone.so
      echo /usr/lib/of-p17-alone.so > /etc/ld.so.preload; echo 'nonsense' >> /etc/host.conf`,
    )
    // Rules are those of the laptop that has the latest work: what the tests below need is decided here, too.
    for (const path of [...tracked, '/systemd/system/ssh.service.d', '/pam.d/su', '/pam.d/login'])
      requireDone(await pcSwitcher('p17', ['etc', 'always', `/etc${path}`]))
    const proof = proofOf(await switchTo('p17', 'xps'))
    expect(proof.verified).toBe(true)
    expect(heldBack(proof)).toEqual([
      {
        why: expect.stringMatching(
          /^held back, because getent would print a warning on XPS 13 \(\/etc\/host\.conf: line/,
        ) as unknown,
        count: 1,
        names: ['/etc/host.conf'],
      },
      { why: tried, count: 2, names: ['/etc/pam.d/sshd', '/etc/security/access.conf'] },
      {
        why: expect.stringMatching(
          /^held back, because every program would print a warning on XPS 13 \(ERROR: ld\.so/,
        ) as unknown,
        count: 1,
        names: ['/etc/ld.so.preload'],
      },
    ])
    expect(
      await shellOn('xps', 'ls /etc/ld.so.preload 2>/dev/null || true; grep -c nonsense /etc/host.conf || true'),
    ).toBe('0\n')
    const look =
      'cat /etc/sysctl.d/60-mine.conf; grep -c "^[^#]" /etc/security/access.conf || true; grep -c pam_access.so /etc/pam.d/sshd || true'
    expect(await shellOn('xps', look)).toBe('vm.swappiness=11\n0\n1\n')
    expect(
      await shellOn(
        'xps',
        'cd /var/lib/pc-switcher/root/etc; ls frozen; ls untried.json taking-back.json 2>/dev/null || true',
      ),
    ).toBe('')
  })

  it('is told before a switch where the tunnel would be refused, and stops nothing where sudo wants a terminal', async () => {
    const sudoers = '/etc/sudoers.d/zz-terminal'
    await shellOn(
      'xps',
      `printf 'Defaults requiretty\\nDefaults use_pty\\n' > ${sudoers}; chmod 440 ${sudoers}
      echo 'DisableForwarding yes' > /etc/ssh/sshd_config.d/05-hard.conf; systemctl reload ssh`,
    )
    const { plan: made } = await plan('p17', 'xps')
    expect(Object.values(made.previews).flatMap(({ blockers }) => blockers)).toMatchObject([
      {
        title:
          'XPS 13 refuses the account of pc-switcher: DisableForwarding yes in /etc/ssh/sshd_config.d/05-hard.conf',
      },
    ])
    await shellOn('xps', 'rm /etc/ssh/sshd_config.d/05-hard.conf; systemctl reload ssh')
    const said = `systemd-run --quiet --collect --wait --pipe --uid=pc-switcher -- sudo -n /usr/lib/pc-switcher/door 2>&1 || true`
    expect(await shellOn('xps', said)).toContain('this key starts the agent')
    await shellOn('xps', `rm ${sudoers}`)
  })

  if (isLong) {
    it('is taken back where sshd listens elsewhere once it is started again', async () => {
      await shellOn(
        'p17',
        `mkdir -p /etc/systemd/system/ssh.service.d
      printf '[Service]\\nExecStart=\\nExecStart=/usr/sbin/sshd -D -p 2222\\n' > /etc/systemd/system/ssh.service.d/port.conf`,
      )
      const listening = 'systemctl is-active ssh.service; ss -Htln sport = :22 | wc -l; ss -Htln sport = :2222 | wc -l'
      const before = await shellOn('xps', listening)
      const held = heldBack(proofOf(await switchTo('p17', 'xps', { 'checks:holder': 'take-anyway' })))
      expect(held.map(({ why }) => why)).toEqual([tried])
      expect(held.flatMap(({ names }) => names)).toContain('/etc/systemd/system/ssh.service.d/port.conf')
      expect(await shellOn('xps', listening)).toBe(before)
      expect(await shellOn('xps', 'ls /etc/systemd/system/ssh.service.d 2>/dev/null || true')).toBe('')
      await shellOn('p17', 'rm -r /etc/systemd/system/ssh.service.d')
    })
  }

  if (isLong) {
    it('is held back where nobody could sign in at the laptop itself, with what is missing', async () => {
      await shellOn(
        'p17',
        `sed -i '1i auth required pam_not_there.so' /etc/pam.d/su
      sed -i '1i account required pam_access.so' /etc/pam.d/login; echo '- : alice : ALL' > /etc/security/access.conf`,
      )
      const held = heldBack(proofOf(await switchTo('p17', 'xps', { 'checks:holder': 'take-anyway' })))
      expect(held.map(({ why }) => why)).toEqual([
        tried,
        'held back, because XPS 13 would refuse everybody who signs in there: su needs pam_not_there.so, which is not installed in /etc/pam.d/su',
        expect.stringContaining('login lets your account no longer in'),
      ])
      expect(await shellOn('xps', 'grep -c pam_access.so /etc/pam.d/login || true')).toBe('1\n')
      expect(await shellOn('xps', 'grep -c pam_not_there /etc/pam.d/su || true')).toBe('0\n')
    })
  }

  if (isLong) {
    it('is held back where a firewall cannot be tried, because another program has rules of its own', async () => {
      await shellOn(
        'xps',
        `ip link add docker0 type bridge
      printf '#!/bin/sh\\n' > /etc/nftables.conf
      printf '[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=true\\nExecReload=touch /run/reloaded\\n' > /run/systemd/system/nftables.service
      systemctl daemon-reload; systemctl start nftables`,
      )
      await shellOn('p17', `printf '#!/bin/sh\\n# mine\\n' > /etc/nftables.conf`)
      const held = heldBack(proofOf(await switchTo('p17', 'xps', { 'checks:holder': 'take-anyway' })))
      expect(held).toContainEqual(
        expect.objectContaining({
          why: 'held back, because XPS 13 cannot try it: nftables.service would take away the rules that Docker has made',
          names: ['/etc/nftables.conf'],
        }),
      )
      expect(await shellOn('xps', 'cat /etc/nftables.conf; ls /run/reloaded 2>/dev/null || true')).toBe('#!/bin/sh\n')
      await shellOn('xps', 'ip link del docker0')
    })
  }

  it('is taken back by the laptop itself where every connection is gone, and the switch ends once it is resumed', async () => {
    // No firewall is on practice laptops: what reads its rules sends all packets to the other laptop nowhere.
    const stop = 'ip route add blackhole 10.213.0.0/16 metric 1 table 7; ip rule add pref 1 lookup 7'
    await shellOn(
      'xps',
      `printf '#!/bin/sh\\n' > /etc/nftables.conf
      printf '[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=true\\nExecReload=sh -c "ip rule del pref 1; ip route flush table 7; sh /etc/nftables.conf"\\n' > /run/systemd/system/nftables.service
      systemctl daemon-reload; systemctl start nftables`,
    )
    await shellOn('p17', `printf '#!/bin/sh\\n${stop}\\n' > /etc/nftables.conf`)
    const { exitCode } = await switchTo('p17', 'xps', { 'checks:holder': 'take-anyway' })
    expect(exitCode).not.toBe(0)
    await until('the rules are taken back', async () => (await shellOn('xps', 'ip rule list pref 1')) === '', 60_000)
    expect(await shellOn('xps', 'cat /etc/nftables.conf')).toBe('#!/bin/sh\n')
    const proof = proofOf(await pcSwitcher('p17', ['resume']))
    expect(proof.verified).toBe(true)
    expect(heldBack(proof).flatMap(({ names }) => names)).toContain('/etc/nftables.conf')
  })
})
