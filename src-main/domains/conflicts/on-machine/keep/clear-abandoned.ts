/** What deciding that was killed left behind: names of the placer in the home, and a folder of ours. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { findAbandoned } from '../../../../commons/placing/on-machine/placing-file.ts'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { snapshotPath } from '../../../../commons/snapshot-sets/on-machine/open-tree.ts'
import { findDescription } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { clearLeftovers } from '../../../../tools/files/place-lines.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { findSubvolumeOfHome } from './subvolume-of-home.ts'

/** Has a folder for each operation. */
export function conflictsFolder(stateFolder: string): string {
  return path.join(stateFolder, 'conflicts')
}

export async function clearAbandoned(places: Places, home: string, options: RunOptions): Promise<void> {
  for (const { switchFolder: folder, switchId: operationId, placing } of findAbandoned(
    conflictsFolder(places.stateFolder),
  )) {
    const { id, lines } = placing
    if (lines.length > 0) {
      const { root, subvolume } = await findSubvolumeOfHome(places, home, options)
      const set = findDescription(places.stateFolder, { switchId: operationId, reason: 'before-restore' })
      // Without the snapshot nothing of it is known to be ours, and it stays.
      if (set !== undefined) {
        const expectedRoot = snapshotPath(places.stateFolder, set.id, subvolume)
        const sourceRoot = path.join(folder, 'staged')
        await clearLeftovers({ id, liveRoot: root, sourceRoot, expectedRoot, lines }, options)
      }
    }
    rmSync(folder, { recursive: true, force: true })
  }
}
