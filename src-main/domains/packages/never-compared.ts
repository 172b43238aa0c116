/** What belongs to one machine: the product itself, and what a machine's hardware decides. */
import type { HardwareKind } from '../../contract/packages-calls.ts'
import type { ScopedUnit } from '../../kernel/format-unit.ts'

/** What the product's package brings or needs to run at all; its own Depends are added to these. */
export const ownPackages: readonly string[] = [
  'pc-switcher',
  'pc-switcher-headless',
  'acl',
  'apt',
  'attr',
  'btrfs-progs',
  'dpkg',
  'etckeeper',
  'git',
  'gpg',
  'libcap2-bin',
  'nodejs',
  'openssh-client',
  'openssh-server',
  'openssh-sftp-server',
  'qemu-utils',
  'rsync',
  'sudo',
  'syncthing',
  'systemd',
  'systemd-sysv',
  'util-linux',
]

const hardwarePackages: readonly (readonly [HardwareKind, RegExp])[] = [
  ['firmware', /firmware/],
  [
    'kernel',
    /^linux-(image|headers|modules|modules-extra|oem|generic|lowlatency|tools|hwe|signed|restricted-modules)(-|$)|^linux-(amd64|arm64)$/,
  ],
  ['microcode', /-microcode$/],
  ['graphics', /^nvidia-|^libnvidia-|^xserver-xorg-video-|-va-driver/],
  ['driver', /-dkms$|^dkms$|^bcmwl-|^broadcom-sta-/],
  ['bootloader', /^grub-|^grub2-|^shim|^systemd-boot(-|$)|^refind$/],
  [
    'vendor',
    /^fwupd|^thermald$|^tlp$|^tlp-|^bolt$|^ubuntu-drivers-|^oem-(somerville|stella|sutton)-|^system76-|^tuxedo-|^thinkfan$|^i8kutils$/,
  ],
]

/** What of a laptop's hardware a package is for; undefined for what has nothing to do with hardware. `needs`: names of packages that it cannot do without. */
export function hardwareOf(name: string, needs: readonly string[]): HardwareKind | undefined {
  const found = hardwarePackages.find(([, pattern]) => pattern.test(name))?.[0]
  if (found !== undefined) return found
  return needs.some((need) => /^linux-(image|headers|modules)-/.test(need)) ? 'kernel' : undefined
}

export function isOfHardware({ name, needs }: { readonly name: string; readonly needs: readonly string[] }): boolean {
  return hardwareOf(name, needs) !== undefined
}

/** Units by which the laptop is reached or lives, or that fit its hardware. */
const machineUnits =
  /^(ssh|sshd|pc-switcher|systemd-|dbus|getty|console-getty|serial-getty|apt-daily|user@|user-runtime|NetworkManager|networking|network-|wpa_supplicant|tailscaled|thermald|tlp|fwupd|bolt|bluetooth|nvidia-|snapd|snap\.|snap-|grub-|display-manager|emergency|rescue|dev-|proc-|sys-|e2scrub|fstrim|ldconfig)/

/** In a user's own manager; nothing in it reaches a laptop or fits its hardware. */
const userMachineUnits = /^(pc-switcher|systemd-|dbus)/

export function isMachineUnit({ unit, scope }: ScopedUnit): boolean {
  return scope === 'users' ? userMachineUnits.test(unit) : machineUnits.test(unit)
}
