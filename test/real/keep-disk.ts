/** A btrfs with the usual layout, for tests of what is kept on it. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { setFolder } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { takeSet } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import type { Description } from '../../src-main/commons/snapshot-sets/schemas.ts'
import { makeLaptopDisk } from './laptop-disk.ts'
import type { LoopBtrfs } from './loop-btrfs.ts'

export const quiet = { report: () => undefined, inUse: () => () => undefined }

export interface KeepDisk {
  readonly disk: LoopBtrfs
  readonly places: Places
  readonly root: string
  readonly home: string
  readonly state: string
  /** A set of its own for each `switchId`. */
  take(switchId: string, more?: Partial<Pick<Description, 'reason' | 'note'>>): Promise<Description>
  inSet(id: string, ...parts: readonly string[]): string
}

export function makeKeepDisk(): KeepDisk {
  const disk = makeLaptopDisk()
  const { root, home, stateFolder: state } = disk
  writeFileSync(path.join(root, 'etc/hostname'), 'p17\n')
  writeFileSync(path.join(home, 'letter'), 'before\n')
  const places = { ...disk.places, areas: { ...disk.places.areas, images: path.join(root, 'no-images') } }
  return {
    disk,
    places,
    root,
    home,
    state,
    take: (switchId, more = {}) => takeSet(places, { switchId, reason: 'manual', ...more }, quiet),
    inSet: (id, ...parts) => path.join(setFolder(state, id), ...parts),
  }
}
