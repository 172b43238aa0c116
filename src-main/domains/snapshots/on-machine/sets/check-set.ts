/** Whether all of a set can be deleted: each snapshot is the one that its description names, and nothing is inside it. */
import type { Message } from '../../../../kernel/message.ts'
import { listSubvolumes } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { KeptSet } from '../../verbs.ts'
import type { SortedSnapshots } from './own-snapshots.ts'
import { snapshotsMessages } from '../../messages.ts'

export type SetCheck =
  /** `subvolumes` in the order in which they go: what is nested or added first. */
  | { readonly kind: 'may-go'; readonly set: KeptSet; readonly subvolumes: readonly string[] }
  | { readonly kind: 'refused'; readonly id: string; readonly why: Message }

/** Subvolumes that contain others. A line forged by a name with a newline is nobody's parent. */
export async function readChildren(stateFolder: string, options: RunOptions): Promise<ReadonlySet<number>> {
  const all = await listSubvolumes(stateFolder, options)
  return new Set(all.map(({ parentId }) => parentId))
}

export function checkSet(set: KeptSet, own: SortedSnapshots['own'], parents: ReadonlySet<number>): SetCheck {
  const refused = (why: Message): SetCheck => ({ kind: 'refused', id: set.id, why })
  if (set.content.kind !== 'described') return refused(snapshotsMessages.undescribed({}))
  const { snapshots } = set.content.description
  for (const subvolume of set.subvolumes) {
    const described = snapshots.find((taken) => taken.subvolume === subvolume)
    const found = own.get(`${set.id}/${subvolume}`)
    // A set that was never finished describes nothing yet; what is in it was taken for it all the same.
    const isBegun = set.content.description.state === 'taking' && described === undefined
    if (found === undefined) return refused(snapshotsMessages.notReadOnly({ subvolume }))
    if (!found.readOnly) return refused(snapshotsMessages.notReadOnly({ subvolume }))
    if (described === undefined && !isBegun) return refused(snapshotsMessages.notDescribed({ subvolume }))
    if (described !== undefined && described.uuid !== found.uuid)
      return refused(snapshotsMessages.replaced({ subvolume }))
    if (parents.has(found.id)) return refused(snapshotsMessages.hasSubvolumes({ subvolume }))
  }
  const subvolumes = set.subvolumes.toSorted((one, other) => depth(other) - depth(one) || one.localeCompare(other))
  return { kind: 'may-go', set, subvolumes }
}

function depth(subvolume: string): number {
  return subvolume.split('/').length
}
