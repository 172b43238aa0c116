import { beforeAll, describe, expect, it } from 'vitest'
import { calls } from '../../src-main/contract/calls.ts'
import { crash, resetPair, restart } from '../../practice/pair.ts'
import { hosts, type Host } from '../../practice/layout.ts'
import { shellOn } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'
import { appHasEnded, installOnP17, pairWith, password } from '../laptops-pairing.ts'
import { call, pcSwitcher, until, requireDone } from '../laptops-product.ts'

const fstabOf = (host: Host) => shellOn(host, 'cat /etc/fstab; stat -c "%a %u" /etc/fstab')
const mountOf = async (host: Host) =>
  (await shellOn(host, 'findmnt -no FSROOT,OPTIONS --mountpoint /var/lib/pc-switcher || true')).trim()
/** What the file system has, from its top. */
const subvolumesOf = (host: Host) => shellOn(host, "btrfs subvolume list / | sed 's/.* path //' | grep -v ^pristine")
const begun: Partial<Record<Host, string>> = {}

async function snapshotOf(laptop: Host): Promise<string> {
  const { taken } = await call('p17', calls.snapshotsCreate, { on: [laptop], note: '' })
  return taken[0]?.id ?? ''
}

describe('the state of pc-switcher on laptops that nobody has paired', () => {
  beforeAll(async () => {
    await resetPair(testPair)
    for (const host of hosts) {
      await shellOn(host, `echo alice:${password} | chpasswd`)
      expect(await mountOf(host)).toBe('')
      expect(await shellOn(host, 'ls /var/lib/systemd/linger')).toBe('')
      begun[host] = await fstabOf(host)
    }
    expect(await shellOn('xps', 'loginctl list-users --no-legend')).toBe('')
    await installOnP17()
    const told = await pairWith('--yes')
    requireDone(told)
  })

  it('is a subvolume of its own after pairing, with its line in fstab, also after a restart and a power cut', async () => {
    for (const host of hosts) {
      expect(await mountOf(host)).toMatch(/^\/@pc-switcher .*nosuid,nodev,noatime/)
      const added = (await fstabOf(host)).split('\n').filter((line) => begun[host]?.includes(line) === false)
      expect(added).toHaveLength(1)
      expect(added[0]).toMatch(
        /^UUID=\S+ \/var\/lib\/pc-switcher btrfs subvol=\/@pc-switcher,noatime,nodev,nosuid 0 0$/,
      )
      expect(await shellOn(host, 'mount --bind / /mnt; ls -A /mnt/var/lib/pc-switcher; umount /mnt')).toBe('')
    }
    await restart('xps', testPair)
    await crash('p17', testPair)
    for (const host of hosts) expect(await mountOf(host)).toContain('/@pc-switcher')
    // The app of whoever is logged in starts with them.
    const active = 'systemctl --user --machine=alice@.host is-active pc-switcher.service || true'
    await until('it has started', async () => (await shellOn('p17', active)) === 'active\n')
    expect((await pcSwitcher('p17', ['doctor'])).exitCode).toBe(0)
  })

  it('has nobody of the app where nobody is logged in, and needs nobody there', async () => {
    expect(await shellOn('xps', 'loginctl list-users --no-legend | grep alice || ls /var/lib/systemd/linger')).toBe('')
    const told = await pcSwitcher('p17', ['doctor'])
    expect(JSON.stringify(told.messages)).not.toMatch(/"failed"|"warning"/)
  })

  it('lets the system be rolled back, and stays', async () => {
    const set = await snapshotOf('xps')
    await shellOn('xps', 'echo x >/etc/later; sync')
    const made = await call('p17', calls.rollbackPlan, { laptop: 'xps', id: set, subvolumes: ['system'] })
    expect(made.subvolumes.map(({ when }) => when.kind)).toEqual(['next-start'])
    const order = { planId: made.planId, subvolumes: ['system'], when: 'next-start' } as const
    await call('p17', calls.rollbackRun, order)
    await restart('xps', testPair)
    await until('it is rolled back', async () => {
      const { laptops } = await call('p17', calls.rollbackState, {})
      return laptops.find(({ laptop }) => laptop === 'xps')?.last?.result === 'done'
    })
    expect(await shellOn('xps', 'ls /etc/later 2>&1 || true')).toContain('No such file')
    expect(await mountOf('xps')).toContain('/@pc-switcher')
  })

  it('is a folder again when they are unpaired, with its snapshots, and fstab is byte for byte as it was', async () => {
    const sets =
      'cd /var/lib/pc-switcher/root/snapshots; find . -maxdepth 2 -mindepth 1 | sort; cat */system/etc/hostname'
    const before = await shellOn('xps', sets)
    const told = await pcSwitcher('p17', ['unpair', '--yes', '--password-stdin'], `${password}\n`)
    requireDone(told)
    for (const host of hosts) {
      expect([await mountOf(host), await fstabOf(host)]).toEqual(['', begun[host]])
      expect(await subvolumesOf(host)).not.toContain('@pc-switcher')
      expect(await shellOn(host, 'systemctl --failed --plain --no-legend')).toBe('')
    }
    expect(await shellOn('xps', sets)).toBe(before)
    expect(await subvolumesOf('xps')).toMatch(/^var\/lib\/pc-switcher\/root\/snapshots\/.*\/system$/m)
  })

  it('takes its snapshots along when they are paired again', async () => {
    await appHasEnded('p17')
    const told = await pairWith('--yes')
    requireDone(told)
    expect(await mountOf('xps')).toContain('/@pc-switcher')
    expect(await subvolumesOf('xps')).toMatch(/^@pc-switcher\/root\/snapshots\/.*\/system$/m)
    const { snapshots } = await call('p17', calls.snapshotsList, {})
    expect(snapshots.filter(({ laptop }) => laptop === 'xps').length).toBeGreaterThanOrEqual(2)
  })
})
