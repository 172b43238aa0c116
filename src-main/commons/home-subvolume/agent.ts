import type { AgentCapability } from '../capability/agent-capability.ts'

/** What it does is done by a program of its own, at the start (src-main/agent/home-subvolume-main.ts). */
export const homeSubvolumeAgent: AgentCapability = {
  name: 'home-subvolume',
  ownPaths: [
    '/usr/lib/systemd/system/pc-switcher-home-subvolume.service',
    '/usr/lib/systemd/system/pc-switcher-home-old.service',
    '/usr/lib/systemd/system/sysinit.target.d/pc-switcher-home-subvolume.conf',
    '/usr/lib/systemd/system/multi-user.target.d/pc-switcher-home-old.conf',
  ],
}
