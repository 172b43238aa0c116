import type { OwnPath } from '../../../commons/capability/own-path.ts'
import type { NeverEntry, NeverWhy } from '../never-list.ts'

/** What belongs to each laptop, whatever is installed. */
const fixed: readonly (readonly [NeverWhy, readonly string[]])[] = [
  ['identity', ['/machine-id', '/machine-info', '/hostname', '/hostid', '/mailname', '/popularity-contest.conf']],
  [
    'identity',
    ['/iscsi/initiatorname.iscsi', '/nvme/hostid', '/nvme/hostnqn', '/brlapi.key', '/adjtime', '/rancher/node'],
  ],
  [
    'disks',
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
    'disks',
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
    'accounts',
    ['/passwd', '/passwd-', '/shadow', '/shadow-', '/group', '/group-', '/gshadow', '/gshadow-', '/.pwd.lock'],
  ],
  ['accounts', ['/subuid', '/subuid-', '/subgid', '/subgid-', '/security/opasswd', '/sudoers']],
  [
    'keys',
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
    'keys',
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
    'network',
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
  // Addresses and names of network cards. What of /etc/network is no address (if-up.d and its like) can have a rule.
  ['address', ['/systemd/network', '/network/interfaces', '/network/interfaces.d', '/dhcpcd.conf', '/connman']],
  ['address', ['/udev/rules.d/70-persistent-net.rules']],
  // Read anew at each connection, before anything that pc-switcher can ask.
  ['access', ['/nologin', '/hosts.deny', '/hosts.allow']],
  [
    'generated',
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
    'generated',
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
    'packages',
    [
      '/alternatives',
      '/rc?.d',
      '/systemd/system/*.wants',
      '/systemd/system/*.requires',
      '/systemd/system/*.upholds',
      '/systemd/user/*.wants',
      '/systemd/user/*.requires',
      '/systemd/user/*.upholds',
    ],
  ],
  ['history', ['/.git', '/.gitignore', '/.etckeeper', '/.hg', '/.bzr']],
]

const etc = '/etc'

/** What every laptop keeps for itself, and what of /etc the capabilities call their own. */
export function neverEntries(ownPaths: readonly OwnPath[]): readonly NeverEntry[] {
  const own = ownPaths.filter((pattern) => pattern.startsWith(`${etc}/`)).map((pattern) => pattern.slice(etc.length))
  const all: typeof fixed = [...fixed, ['own', own]]
  return all.flatMap(([why, patterns]) => patterns.map((pattern) => ({ pattern, why })))
}
