/** What every laptop has as subvolumes, on a disk of their own: the system, /home and root's state. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from './loop-btrfs.ts'

export interface LaptopDisk extends LoopBtrfs {
  readonly root: string
  readonly home: string
  readonly stateFolder: string
  readonly places: Places
}

export function makeLaptopDisk(megabytes?: number): LaptopDisk {
  const disk = makeLoopBtrfs(megabytes)
  try {
    for (const name of ['@', '@home', '@state']) sh('btrfs', '-q', 'subvolume', 'create', path.join(disk.top, name))
    const root = disk.mount('@', 'root')
    const system = path.join(root, 'etc')
    mkdirSync(system)
    const home = disk.mount('@home', 'root/home')
    const stateFolder = disk.mount('@state', 'root/state')
    return { ...disk, root, home, stateFolder, places: { areas: { system, home }, stateFolder, swapFiles: [] } }
  } catch (error) {
    disk.remove()
    throw error
  }
}
