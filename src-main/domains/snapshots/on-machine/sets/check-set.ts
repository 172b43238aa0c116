/** Whether all of a set can be deleted: each snapshot is the one that its description names, and nothing is inside it. */
import type { Message } from '../../../../kernel/message.ts'
import { listSubvolumes } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { KeptSet } from '../../verbs.ts'
import type { SortedSnapshots } from './own-snapshots.ts'
import { snapshotsMessages } from '../../messages.ts'

export type SetCheck =
  /** `folders` in the order in which they go: what is nested or added first. */
  | { readonly kind: 'may-go'; readonly set: KeptSet; readonly folders: readonly string[] }
  | { readonly kind: 'refused'; readonly id: string; readonly why: Message }

/** Subvolumes that have others inside them. A line of the listing that is part of a name is nobody's parent. */
export async function readChildren(stateFolder: string, options: RunOptions): Promise<ReadonlySet<number>> {
  const all = await listSubvolumes(stateFolder, options)
  return new Set(all.map(({ parentId }) => parentId))
}

export function checkSet(set: KeptSet, own: SortedSnapshots['own'], parents: ReadonlySet<number>): SetCheck {
  const refused = (why: Message): SetCheck => ({ kind: 'refused', id: set.id, why })
  if (set.content.kind !== 'described') return refused(snapshotsMessages.undescribed({}))
  const { snapshots } = set.content.description
  for (const folder of set.folders) {
    const described = snapshots.find((taken) => taken.folder === folder)
    const found = own.get(`${set.id}/${folder}`)
    // A set that was never finished describes nothing yet; what is in it was taken for it all the same.
    const isBegun = set.content.description.state === 'taking' && described === undefined
    if (found === undefined) return refused(snapshotsMessages.notReadOnly({ folder }))
    if (!found.readOnly) return refused(snapshotsMessages.notReadOnly({ folder }))
    if (described === undefined && !isBegun) return refused(snapshotsMessages.notDescribed({ folder }))
    if (described !== undefined && described.uuid !== found.uuid) return refused(snapshotsMessages.replaced({ folder }))
    if (parents.has(found.id)) return refused(snapshotsMessages.hasSubvolumes({ folder }))
  }
  const folders = set.folders.toSorted((one, other) => depth(other) - depth(one) || one.localeCompare(other))
  return { kind: 'may-go', set, folders }
}

function depth(folder: string): number {
  return folder.split('/').length
}
