import path from 'node:path'
import { findSubvolume, snapshotPath } from '../../../../commons/snapshot-sets/on-machine/open-tree.ts'
import { readOneSet } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { requireFolder } from '../browse/list-folder.ts'
import { filesMessages } from '../../messages.ts'

/** The subvolume that /etc is in. */
export const systemSubvolume = 'system'

/** Where /etc lies in the snapshot: its subvolume may have been mounted at / or at /etc itself. */
export async function findEtc(places: Places, setId: string, options: RunOptions): Promise<string> {
  const root = snapshotPath(places.stateFolder, setId, systemSubvolume)
  const content = readOneSet(places.stateFolder, setId)?.content
  const taken =
    content?.kind === 'described'
      ? content.description.snapshots.find(({ subvolume }) => subvolume === systemSubvolume)?.path
      : undefined
  const mounted = taken ?? (await findSubvolume(places, systemSubvolume, options)).path
  const within = path.relative(mounted, places.areas.system)
  if (within.startsWith('..')) throw filesMessages.noEtc({})
  requireFolder(root, Buffer.from(within).toString('latin1'))
  return path.join(root, within)
}
