/** The subvolume that a home is in, as snapshots are taken of it. */
import path from 'node:path'
import { findLayout, type Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { layoutError } from '../../../../commons/snapshot-sets/on-machine/layout-error.ts'
import { bytePathFromText, type BytePath } from '../../../../kernel/byte-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { conflictsMessages } from '../../messages.ts'

export interface SubvolumeOfHome {
  /** As a set knows it. */
  readonly subvolume: string
  readonly root: string
  /** A path below the home, from the root on. */
  readonly below: (path: BytePath) => BytePath
}

export async function findSubvolumeOfHome(places: Places, home: string, options: RunOptions): Promise<SubvolumeOfHome> {
  const layout = await findLayout(places, { ...options, partly: true })
  if (layout.kind !== 'ready') throw layoutError(layout)
  const around = layout.subvolumes
    .filter((one) => isIn(home, one.path))
    .toSorted((one, other) => other.path.length - one.path.length)
  const [inner] = around
  if (inner === undefined) throw conflictsMessages.noSnapshots({ home })
  const within = bytePathFromText(path.relative(inner.path, home))
  return {
    subvolume: inner.subvolume,
    root: inner.path,
    below: (one) => (within === '' ? one : `${within}/${one}`),
  }
}

function isIn(home: string, folder: string): boolean {
  const within = path.relative(folder, home)
  return within !== '..' && !within.startsWith('../') && !path.isAbsolute(within)
}
