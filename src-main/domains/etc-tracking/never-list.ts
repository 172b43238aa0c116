/**
 * What is never copied from one laptop's /etc to the other's, whatever a rule says: first in every compiled list, and
 * demanded by root before it sets one. Patterns as in `.stignore`, anchored; `*` stands for anything within a name.
 */
import { pathPattern } from '../../kernel/path-pattern.ts'

export interface NeverEntry {
  readonly pattern: string
  readonly reason: string
}

const names = 'It is this laptop’s own name or identity.'
const disks = 'It describes this laptop’s disks.'
const accounts = 'Accounts and passwords belong to each laptop.'
const keys = 'Two laptops with the same private key could not be told apart.'
const network = 'It holds secrets of this laptop’s network connections.'
const made = 'The system makes it by itself.'
const packages = 'It follows from the packages and services, which are compared on their own.'
const ours = 'It belongs to pc-switcher and differs on each laptop.'
const history = 'Each laptop keeps its own history of /etc.'

const groups: readonly (readonly [string, readonly string[]])[] = [
  [names, ['/machine-id', '/machine-info', '/hostname', '/hostid', '/hosts', '/mailname', '/popularity-contest.conf']],
  [names, ['/iscsi/initiatorname.iscsi', '/nvme/hostid', '/nvme/hostnqn', '/brlapi.key', '/adjtime']],
  [
    disks,
    [
      '/fstab',
      '/fstab.*',
      '/crypttab',
      '/cryptsetup-keys.d',
      '/cryptsetup-initramfs',
      '/luks*',
      '/mdadm',
      '/multipath',
    ],
  ],
  [
    disks,
    [
      '/initramfs-tools/conf.d/resume',
      '/lvm/archive',
      '/lvm/backup',
      '/lvm/cache',
      '/lvm/devices',
      '/zfs/zpool.cache',
      '/snapper/configs',
    ],
  ],
  [
    accounts,
    ['/passwd', '/passwd-', '/shadow', '/shadow-', '/group', '/group-', '/gshadow', '/gshadow-', '/.pwd.lock'],
  ],
  [accounts, ['/subuid', '/subuid-', '/subgid', '/subgid-', '/security/opasswd', '/sudoers']],
  [
    keys,
    [
      '/ssh/ssh_host_*',
      '/ssl/private',
      '/krb5.keytab',
      '/letsencrypt',
      '/ipsec.secrets',
      '/ipsec.d/private',
      '/swanctl/private',
    ],
  ],
  [
    keys,
    [
      '/credstore',
      '/credstore.encrypted',
      '/tailscale',
      '/docker/key.json',
      '/cups/ssl',
      '/ubuntu-advantage',
      '/libvirt/secrets',
    ],
  ],
  [
    network,
    [
      '/NetworkManager/system-connections',
      '/netplan',
      '/wpa_supplicant',
      '/iwd',
      '/wireguard',
      '/openvpn',
      '/ppp/*-secrets',
    ],
  ],
  [
    made,
    [
      '/resolv.conf',
      '/mtab',
      '/ld.so.cache',
      '/.updated',
      '/udev/hwdb.bin',
      '/ssl/certs',
      '/shells',
      '/apparmor.d/cache',
    ],
  ],
  [
    made,
    [
      '/pam.d/common-*',
      '/cups/subscriptions.conf*',
      '/cups/printers.conf*',
      '/libvirt/qemu',
      '/libvirt/storage',
      '/libvirt/nwfilter',
    ],
  ],
  [
    packages,
    [
      '/alternatives',
      '/rc?.d',
      '/systemd/system/*.wants',
      '/systemd/system/*.requires',
      '/systemd/user/*.wants',
      '/systemd/user/*.requires',
    ],
  ],
  [
    ours,
    [
      '/pc-switcher',
      '/ssh/sshd_config.d/10-pc-switcher.conf',
      '/sudoers.d/pc-switcher*',
      '/systemd/user/pc-switcher*',
      '/systemd/system/pc-switcher*',
    ],
  ],
  [ours, ['/.stignore', '/.stfolder', '/.stversions']],
  [history, ['/.git', '/.gitignore', '/.etckeeper', '/.hg', '/.bzr']],
]

export const neverList: readonly NeverEntry[] = groups.flatMap(([reason, patterns]) =>
  patterns.map((pattern) => ({ pattern, reason })),
)

const matchers = neverList.map((entry) => ({ entry, expression: pathPattern(entry.pattern) }))

/** Why `path` ("/ssh/ssh_host_rsa_key") is never copied, or undefined. What lies below a listed folder is meant too. */
export function findNever(path: string): NeverEntry | undefined {
  return matchers.find(({ expression }) => expression.test(path))?.entry
}
