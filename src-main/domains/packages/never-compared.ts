/** What belongs to one machine: the product itself, and what a machine's hardware decides. */
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

const hardwarePackages =
  /^(linux-(image|headers|modules|modules-extra|oem|generic|lowlatency|tools|hwe|signed|restricted-modules|firmware)(-|$)|linux-(amd64|arm64)$|.*firmware|.*-microcode$|nvidia-|libnvidia-|.*-dkms$|dkms$|xserver-xorg-video-|.*-va-driver|grub-|grub2-|shim|fwupd|thermald$|tlp$|tlp-|bolt$|ubuntu-drivers-)/

export function isHardwarePackage(name: string, needs: readonly string[]): boolean {
  return hardwarePackages.test(name) || needs.some((need) => /^linux-(image|headers|modules)-/.test(need))
}

/** Units by which the laptop is reached or lives, or that fit its hardware. */
const machineUnits =
  /^(ssh|sshd|pc-switcher|systemd-|dbus|getty|console-getty|serial-getty|apt-daily|user@|user-runtime|NetworkManager|networking|network-|wpa_supplicant|tailscaled|thermald|tlp|fwupd|bolt|bluetooth|nvidia-|snapd|snap\.|snap-|grub-|display-manager|emergency|rescue|dev-|proc-|sys-|e2scrub|fstrim|ldconfig)/

/** In a user's own manager; nothing in it reaches a laptop or fits its hardware. */
const userMachineUnits = /^(pc-switcher|systemd-|dbus)/

export function isMachineUnit({ unit, scope }: ScopedUnit): boolean {
  return scope === 'users' ? userMachineUnits.test(unit) : machineUnits.test(unit)
}
