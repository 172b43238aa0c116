import { readSwapFiles } from '../../../tools/proc/swaps.ts'

/** Where /home is, and what is needed to make it a subvolume; tests have their own. */
export interface HomePlaces {
  /** Where the subvolume is mounted that /home is a folder of. */
  readonly system: string
  readonly home: string
  readonly fstab: string
  /** Mounted here while something is done: seen by root alone. */
  readonly top: string
  readonly state: string
  readonly swapFiles: readonly string[]
}

export function homePlaces(): HomePlaces {
  return {
    system: '/',
    home: '/home',
    fstab: '/etc/fstab',
    top: '/run/pc-switcher/home-top',
    state: '/var/lib/pc-switcher/root/home-subvolume.json',
    swapFiles: readSwapFiles(),
  }
}
