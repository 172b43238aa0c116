/**
 * What changed files of /etc need before they count: the one table, by which a switch and a restore do and say it. *Done* is what is
 * harmless: it cannot keep a laptop from starting, cuts no connection, and is quick. All else is said, with the command to run.
 * Pure.
 */
import { pathPattern } from '../../kernel/path-pattern.ts'

export type Argv = readonly [string, ...string[]]

export interface ChangedEtc {
  /** Below /etc: "sysctl.d/60-dev.conf". */
  readonly path: string
  readonly isGone: boolean
}

export interface EtcCommand {
  readonly argv: Argv
  /** Undefined where it is said. */
  readonly limitMs: number | undefined
  readonly paths: readonly string[]
}

const [quickMs, longerMs, longestMs] = [30_000, 120_000, 10 * 60_000]

interface CommandRow {
  readonly argv: Argv
  readonly limitMs?: number
  readonly patterns: readonly string[]
  /** It takes each file by itself, and there is nothing to take of one that is gone. */
  readonly isForEach?: true
}

const commands: readonly CommandRow[] = [
  { argv: ['systemctl', 'daemon-reload'], limitMs: longerMs, patterns: ['/systemd/system'] },
  { argv: ['udevadm', 'control', '--reload'], limitMs: quickMs, patterns: ['/udev/udev.conf', '/udev/rules.d'] },
  { argv: ['systemd-hwdb', 'update'], limitMs: quickMs, patterns: ['/udev/hwdb.d'] },
  // Not "--system": that sets again what programs have set since the start, such as Docker's forwarding.
  { argv: ['sysctl', '--load'], limitMs: quickMs, patterns: ['/sysctl.conf', '/sysctl.d/*.conf'], isForEach: true },
  { argv: ['newaliases'], limitMs: quickMs, patterns: ['/aliases'] },
  { argv: ['update-ca-certificates'], limitMs: longerMs, patterns: ['/ca-certificates.conf', '/ca-certificates'] },
  // Some seconds for each language that is not there yet.
  { argv: ['locale-gen'], limitMs: longestMs, patterns: ['/locale.gen'] },
  { argv: ['ldconfig'], patterns: ['/ld.so.conf', '/ld.so.conf.d'] },
  { argv: ['update-grub'], patterns: ['/default/grub', '/default/grub.d', '/grub.d'] },
  { argv: ['update-initramfs', '-u'], patterns: ['/initramfs-tools', '/modprobe.d'] },
  { argv: ['dracut', '--regenerate-all', '--force'], patterns: ['/dracut.conf', '/dracut.conf.d', '/modprobe.d'] },
  { argv: ['systemctl', 'daemon-reexec'], patterns: ['/systemd/system.conf', '/systemd/system.conf.d'] },
  { argv: ['systemd-sysusers'], patterns: ['/sysusers.d'] },
  { argv: ['systemd-tmpfiles', '--create'], patterns: ['/tmpfiles.d'] },
  { argv: ['setupcon'], patterns: ['/default/keyboard', '/default/console-setup'] },
  { argv: ['dpkg-reconfigure', '--frontend=noninteractive', 'tzdata'], patterns: ['/timezone'] },
]

export interface EtcService {
  readonly unit: string
  readonly how: 'reload' | 'restart'
  /** The first of the files because of which it is. */
  readonly path: string
  /** Whether that says how the unit is started. */
  readonly isUnitFile: boolean
}

const services: readonly (readonly [unit: string, how: EtcService['how'], ...patterns: readonly string[]])[] = [
  ['ssh.service', 'reload', '/ssh/sshd_config', '/ssh/sshd_config.d'],
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

const commandTable = commands.map((row) => ({ ...row, expressions: row.patterns.map(pathPattern) }))
const serviceTable = services.map(([unit, how, ...patterns]) => ({ unit, how, expressions: patterns.map(pathPattern) }))

/** Whether their programs are there or not. `cutsConnections`: whether a file of sysctl may; then it is said. */
export function commandsFor(
  changed: readonly ChangedEtc[],
  cutsConnections: (path: string) => boolean,
): readonly EtcCommand[] {
  return commandTable.flatMap(({ argv, limitMs, expressions, isForEach }): readonly EtcCommand[] => {
    const meant = changed.filter(({ path }) => expressions.some((expression) => expression.test(`/${path}`)))
    const paths = meant.map(({ path }) => path)
    if (isForEach !== true) return paths.length === 0 ? [] : [{ argv, limitMs, paths }]
    return meant.flatMap(({ path, isGone }) =>
      isGone
        ? []
        : [{ argv: [...argv, `/etc/${path}`], limitMs: cutsConnections(path) ? undefined : limitMs, paths: [path] }],
    )
  })
}

/** One for each unit, whether it runs or not. `paths` are below /etc. */
export function servicesFor(paths: readonly string[]): readonly EtcService[] {
  const found = new Map<string, EtcService>()
  const add = (service: EtcService): void => {
    if (!found.has(service.unit)) found.set(service.unit, service)
  }
  for (const path of paths) {
    const unit = unitOf(path)
    if (unit !== undefined) add({ unit, how: 'restart', path, isUnitFile: true })
    for (const row of serviceTable) {
      if (row.expressions.some((expression) => expression.test(`/${path}`)))
        add({ unit: row.unit, how: row.how, path, isUnitFile: false })
    }
  }
  return [...found.values()]
}

/** Of "systemd/system/foo.service" and of what lies in "foo.service.d"; not of links in "*.wants". */
function unitOf(path: string): string | undefined {
  return /^systemd\/system\/([A-Za-z0-9:_.@\\-]+\.(?:service|socket|timer|path))(?:\.d\/[^/]+\.conf)?$/.exec(path)?.[1]
}
