/** A btrfs with the usual layout, for tests of what is kept on it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { setFolder } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { takeSet } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import type { Description } from '../../src-main/commons/snapshot-sets/schemas.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from './loop-btrfs.ts'

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
  const disk = makeLoopBtrfs()
  for (const name of ['@', '@home', '@state']) sh('btrfs', '-q', 'subvolume', 'create', path.join(disk.top, name))
  const root = disk.mount('@', 'root')
  mkdirSync(path.join(root, 'etc'))
  const home = disk.mount('@home', 'root/home')
  const state = disk.mount('@state', 'root/state')
  writeFileSync(path.join(root, 'etc/hostname'), 'p17\n')
  writeFileSync(path.join(home, 'letter'), 'before\n')
  const places: Places = {
    areas: { system: path.join(root, 'etc'), home, images: path.join(root, 'no-images') },
    stateFolder: state,
    swapFiles: [],
  }
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
