import type { OwnPath } from '../commons/capability/own-path.ts'

/** What belongs to the programs themselves, and to no capability alone. */
export const programPaths: readonly OwnPath[] = [
  '/etc/pc-switcher',
  '/etc/ssh/sshd_config.d/10-pc-switcher.conf',
  '/etc/sudoers.d/pc-switcher*',
  '/etc/sudoers.d/zz-pc-switcher*',
  '/etc/systemd/user/pc-switcher*',
  '/etc/systemd/system/pc-switcher*',
  '/run/pc-switcher',
  '/usr/bin/pc-switcher',
  '/usr/lib/pc-switcher',
  '/usr/lib/systemd/system/pc-switcher-scheduled@*',
  '/usr/lib/tmpfiles.d/pc-switcher.conf',
  '/usr/share/applications/io.github.pc_switcher.desktop',
  '/usr/share/icons/hicolor/scalable/apps/io.github.pc_switcher.svg',
  '/usr/share/metainfo/io.github.pc_switcher.metainfo.xml',
  '/usr/share/lintian/overrides/pc-switcher-headless',
  '/var/lib/pc-switcher',
]
