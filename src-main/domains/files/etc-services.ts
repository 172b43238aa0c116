/** Which services read which part of /etc: a small table, and units by their own files. */
import type { Message } from '../../kernel/message.ts'
import { pathPattern } from '../../kernel/path-pattern.ts'
import { filesMessages } from './messages.ts'

export interface ServiceProposal {
  readonly unit: string
  readonly why: Message
  readonly how: 'reload' | 'restart'
}

type Row = readonly [unit: string, how: ServiceProposal['how'], ...patterns: readonly string[]]

const rows: readonly Row[] = [
  ['ssh.service', 'reload', '/ssh/sshd_config', '/ssh/sshd_config.d'],
  ['systemd-sysctl.service', 'restart', '/sysctl.conf', '/sysctl.d'],
  ['systemd-udevd.service', 'reload', '/udev'],
  ['systemd-modules-load.service', 'restart', '/modules-load.d', '/modules'],
  ['systemd-resolved.service', 'restart', '/systemd/resolved.conf', '/systemd/resolved.conf.d'],
  ['systemd-timesyncd.service', 'restart', '/systemd/timesyncd.conf', '/systemd/timesyncd.conf.d'],
  ['systemd-journald.service', 'restart', '/systemd/journald.conf', '/systemd/journald.conf.d'],
  ['systemd-networkd.service', 'reload', '/systemd/network'],
  ['NetworkManager.service', 'reload', '/NetworkManager'],
  ['wpa_supplicant.service', 'restart', '/wpa_supplicant'],
  ['apparmor.service', 'reload', '/apparmor', '/apparmor.d'],
  ['nftables.service', 'reload', '/nftables.conf'],
  ['ufw.service', 'restart', '/ufw', '/default/ufw'],
  ['fail2ban.service', 'reload', '/fail2ban'],
  ['rsyslog.service', 'restart', '/rsyslog.conf', '/rsyslog.d'],
  ['chrony.service', 'restart', '/chrony'],
  ['avahi-daemon.service', 'restart', '/avahi'],
  ['bluetooth.service', 'restart', '/bluetooth'],
  ['cups.service', 'restart', '/cups/cupsd.conf', '/cups/cups-files.conf', '/cups/printers.conf', '/cups/ppd'],
  ['dnsmasq.service', 'restart', '/dnsmasq.conf', '/dnsmasq.d'],
  ['docker.service', 'restart', '/docker/daemon.json'],
  ['libvirtd.service', 'restart', '/libvirt/libvirtd.conf', '/libvirt/qemu.conf'],
  ['smbd.service', 'reload', '/samba'],
  ['nginx.service', 'reload', '/nginx'],
  ['apache2.service', 'reload', '/apache2'],
  ['postfix.service', 'reload', '/postfix'],
  ['tlp.service', 'restart', '/tlp.conf', '/tlp.d'],
  ['thermald.service', 'restart', '/thermald'],
  ['upower.service', 'restart', '/UPower'],
]

const table = rows.map(([unit, how, ...patterns]) => ({ unit, how, expressions: patterns.map(pathPattern) }))

/** One for each unit, whether it runs or not. `paths` are below /etc. */
export function proposeServices(paths: readonly string[]): readonly ServiceProposal[] {
  const proposals = new Map<string, ServiceProposal>()
  const propose = (proposal: ServiceProposal): void => {
    if (!proposals.has(proposal.unit)) proposals.set(proposal.unit, proposal)
  }
  for (const path of paths) {
    const unit = unitOf(path)
    if (unit !== undefined) propose({ unit, how: 'restart', why: filesMessages.unitFileChanges({ path }) })
    for (const row of table) {
      if (row.expressions.some((expression) => expression.test(`/${path}`)))
        propose({ unit: row.unit, how: row.how, why: filesMessages.configurationChanges({ path }) })
    }
  }
  return [...proposals.values()]
}

/** systemd has to read its unit files anew. */
export function touchesUnits(paths: readonly string[]): boolean {
  return paths.some((path) => path.startsWith('systemd/system/'))
}

/** Of "systemd/system/foo.service" and of what lies in "foo.service.d"; not of links in "*.wants". */
function unitOf(path: string): string | undefined {
  return /^systemd\/system\/([A-Za-z0-9:_.@\\-]+\.(?:service|socket|timer|path))(?:\.d\/[^/]+\.conf)?$/.exec(path)?.[1]
}
