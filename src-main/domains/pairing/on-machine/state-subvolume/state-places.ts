/**
 * The folder of pc-switcher's own state as a subvolume of its own, so that it stays when the system is rolled back: where it is,
 * and what is needed to make it one. Tests have their own.
 */
import { realpathSync } from 'node:fs'
import path from 'node:path'
import { bytePathFromText, textFromBytePath } from '../../../../kernel/byte-path.ts'
import { isOnBtrfs } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { findOwnMount, type MountEntry } from '../../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { reloadUnitFiles, stopUnit } from '../../../../tools/systemd/systemctl-units.ts'
import { pairingMessages as messages } from '../../messages.ts'

export const subvolumeName = '@pc-switcher'
/** Until it has everything. */
export const unfinishedName = '@pc-switcher.pc-switcher-unfinished'

export interface StatePlaces {
  /** Where the subvolume is mounted that the system is in. */
  readonly system: string
  readonly folder: string
  readonly fstab: string
  /** Mounted here while something is done: seen by root alone. */
  readonly top: string
  /** Has systemd read fstab again. */
  readonly reload: (options: RunOptions) => Promise<void>
  /** Ends what works in the folder by itself and starts again when it is needed. */
  readonly quiet: (options: RunOptions) => Promise<void>
  /** A test looks at the disk here, or ends everything. */
  readonly stop?: (at: string) => void
}

export function statePlaces(): StatePlaces {
  return {
    system: '/',
    folder: '/var/lib/pc-switcher',
    fstab: '/etc/fstab',
    top: '/run/pc-switcher/state-top',
    reload: reloadUnitFiles,
    quiet: (options) => stopUnit('pc-switcher-syncthing.service', options),
  }
}

/** What is mounted there, when something is. */
export function mountedAt({ folder }: StatePlaces): MountEntry | undefined {
  const mount = findOwnMount(folder)
  return mount.target === bytePathFromText(realpathSync(folder)) ? mount : undefined
}

/** The plain folder, whatever is mounted over it, from the top level: "@/var/lib/pc-switcher". AppError where it is elsewhere. */
export function plainName({ system, folder }: StatePlaces): string {
  const above = realpathSync(path.dirname(folder))
  const around = findOwnMount(above)
  if (!isOnBtrfs(above) || around.device !== findOwnMount(system).device) throw messages.stateElsewhere({ folder })
  const inside = path.relative(textFromBytePath(around.target), path.join(above, path.basename(folder)))
  return path.join(textFromBytePath(around.fsRoot), inside).slice(1)
}
