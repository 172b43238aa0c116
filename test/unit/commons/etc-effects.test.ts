import { describe, expect, it } from 'vitest'
import { commandsFor, servicesFor } from '../../../src-main/commons/etc-effects/effects.ts'
import { notDone, toRun } from '../../../src-main/commons/etc-effects/texts.ts'

const typed = (paths: readonly string[], gone: readonly string[] = []) =>
  commandsFor(
    [...paths.map((path) => ({ path, isGone: false })), ...gone.map((path) => ({ path, isGone: true }))],
    (path) => path.includes('net'),
  ).map(({ argv, limitMs, paths: because }) => [
    limitMs === undefined ? 'said' : 'done',
    argv.join(' '),
    because.length,
  ])

describe('what files of /etc need', () => {
  it.each([
    ['sysctl.d/60-dev.conf', 'done', 'sysctl --load /etc/sysctl.d/60-dev.conf'],
    ['sysctl.d/60-net.conf', 'said', 'sysctl --load /etc/sysctl.d/60-net.conf'],
    ['udev/rules.d/50-x.rules', 'done', 'udevadm control --reload'],
    ['systemd/system/foo.service', 'done', 'systemctl daemon-reload'],
    ['aliases', 'done', 'newaliases'],
    ['locale.gen', 'done', 'locale-gen'],
    ['ca-certificates.conf', 'done', 'update-ca-certificates'],
    ['default/grub', 'said', 'update-grub'],
    ['default/grub.d/dev.cfg', 'said', 'update-grub'],
    ['initramfs-tools/modules', 'said', 'update-initramfs -u'],
    ['ld.so.conf.d/mine.conf', 'said', 'ldconfig'],
    ['tmpfiles.d/mine.conf', 'said', 'systemd-tmpfiles --create'],
    ['default/keyboard', 'said', 'setupcon'],
  ])('is told of %s', (path, how, command) => {
    expect(typed([path])).toEqual([[how, command, 1]])
  })

  it('is one command for all files but those that are taken one by one, and nothing for what needs none', () => {
    expect(typed(['default/grub', 'default/grubby', 'grub.d/40_custom', 'sysctl.d/a.conf', 'sysctl.d/README'])).toEqual(
      [
        ['done', 'sysctl --load /etc/sysctl.d/a.conf', 1],
        ['said', 'update-grub', 2],
      ],
    )
    expect(typed(['gitconfig', 'hosts', 'sysctl.d'])).toEqual([])
  })

  it('is asked for what is gone, too, but of nothing that only its own file could be taken from', () => {
    expect(typed([], ['default/grub.d/dev.cfg', 'sysctl.d/a.conf'])).toEqual([['said', 'update-grub', 1]])
  })

  it('keeps nothing that may cut a connection or make a laptop not start among what is done', () => {
    const done = typed(['default/grub', 'modprobe.d/x.conf', 'sysctl.d/net.conf', 'ld.so.conf', 'systemd/system.conf'])
    expect(done.filter(([how]) => how === 'done')).toEqual([])
  })

  it('are services, each once', () => {
    const services = servicesFor([
      'ssh/sshd_config',
      'ssh/sshd_config.d/x.conf',
      'systemd/system/foo.service.d/a.conf',
      'systemd/system/multi-user.target.wants/bar.service',
      'sysctl.d/1.conf',
      'nginx/sites-enabled/shop',
    ])
    expect(services.map(({ unit, how, isUnitFile }) => [how, unit, isUnitFile])).toEqual([
      ['reload', 'ssh.service', false],
      ['restart', 'foo.service', true],
      ['reload', 'nginx.service', false],
    ])
  })

  it('is said with a command to copy, and with why it failed', () => {
    expect(toRun('XPS 13', { argv: ['update-grub'], paths: ['default/grub', 'grub.d/40_custom'] })).toBe(
      '/etc/default/grub and /etc/grub.d/40_custom take effect on XPS 13 once you run there: sudo update-grub',
    )
    expect(notDone('XPS 13', { argv: ['newaliases'], paths: ['aliases'] })).toContain('(it did not end in time)')
    const failed = {
      argv: ['sysctl', '--load', "/etc/sysctl.d/a b'.conf"],
      paths: ["sysctl.d/a b'.conf"],
      why: 'x\nno\n',
    }
    expect(notDone('XPS 13', failed)).toBe(
      `/etc/sysctl.d/a b'.conf has not taken effect on XPS 13 (no). To try again, run there: sudo sysctl --load '/etc/sysctl.d/a b'\\''.conf'`,
    )
  })
})
