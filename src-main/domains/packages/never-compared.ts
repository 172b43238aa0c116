/** What belongs to one machine: the product itself, and what a machine's hardware decides. */
import type { HardwareKind } from '../../contract/packages-calls.ts'
import type { InstalledPackage } from './model.ts'
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
  'openssh-client',
  'openssh-server',
  'openssh-sftp-server',
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

const broughtFor: Readonly<Record<NonNullable<InstalledPackage['brings']>, HardwareKind>> = {
  modules: 'driver',
  firmware: 'firmware',
  driver: 'driver',
}

type Described = Pick<InstalledPackage, 'name' | 'needs' | 'brings'>

/** What of a laptop's hardware a package is for, by its name, by what it brings, or by what it cannot do without. */
export function hardwareOf({ name, needs, brings }: Described): HardwareKind | undefined {
  const named = hardwarePackages.find(([, pattern]) => pattern.test(name))?.[0]
  const found = named ?? (brings === undefined ? undefined : broughtFor[brings])
  if (found !== undefined) return found
  return needs.some((need) => /^linux-(image|headers|modules)-/.test(need)) ? 'kernel' : undefined
}

export function isOfHardware(one: Described): boolean {
  return hardwareOf(one) !== undefined
}

/** Ubuntu's package of a program that comes as a snap: it has nothing in it, and asks snapd for the snap. "1:1snap1-0ubuntu5" */
export function onlyInstallsSnap({ version }: Pick<InstalledPackage, 'version'>): boolean {
  return /^(?:\d+:)?\d*snap\d/.test(version)
}

/** Units by which the laptop is reached or lives, or that fit its hardware, as room for swapping on its disk does. */
const machineUnits =
  /\.swap$|^(ssh|sshd|pc-switcher|systemd-|dbus|getty|console-getty|serial-getty|apt-daily|user@|user-runtime|NetworkManager|networking|network-|wpa_supplicant|tailscaled|thermald|tlp|fwupd|bolt|bluetooth|nvidia-|snapd|snap\.|snap-|grub-|display-manager|emergency|rescue|dev-|proc-|sys-|e2scrub|fstrim|ldconfig)/

/** In a user's own manager; nothing in it reaches a laptop or fits its hardware. */
const userMachineUnits = /^(pc-switcher|systemd-|dbus)/

export function isMachineUnit({ unit, scope }: ScopedUnit): boolean {
  return scope === 'users' ? userMachineUnits.test(unit) : machineUnits.test(unit)
}
