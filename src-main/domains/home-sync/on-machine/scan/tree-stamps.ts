/**
 * By what it is known whether a frozen tree is still what it was: root can make its subvolumes writable. What the kernel tells
 * since, or what is attached to a folder of it, counts only where nobody has written to them.
 */
import { z } from 'zod'
import { relativeBytePathSchema } from '../../../../contract/path-schemas.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { isSubvolume, showLineage } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { placeIn } from './linked-names.ts'

export const treeStampSchema = z.object({
  /** Below the tree; "" is the tree itself. */
  subvolume: z.union([z.literal(''), relativeBytePathSchema]),
  uuid: z.string(),
  /** When something in it was last changed, as a number of the file system's. */
  changed: z.string(),
})
type TreeStamp = z.infer<typeof treeStampSchema>

interface Tree {
  readonly root: string
  /** All of them, as paths below `root`: '' is the tree itself. */
  readonly subvolumes: readonly BytePath[]
}

/** Once it is read-only. Nothing of a tree that is a folder in a subvolume. */
export async function stampTree({ root, subvolumes }: Tree, options: RunOptions): Promise<TreeStamp[]> {
  const stamps: TreeStamp[] = []
  for (const subvolume of subvolumes) {
    const place = placeIn(root, subvolume)
    if (!isSubvolume(place)) return []
    const { uuid, changed } = await showLineage(place, options)
    stamps.push({ subvolume, uuid, changed })
  }
  return stamps
}

/** Whether each of its subvolumes is read-only, and as it was stamped. */
export async function isUntouched(
  { root, subvolumes }: Tree,
  stamps: readonly TreeStamp[],
  options: RunOptions,
): Promise<boolean> {
  const known = new Map(stamps.map((stamp) => [stamp.subvolume, stamp]))
  for (const subvolume of subvolumes) {
    const [place, stamp] = [placeIn(root, subvolume), known.get(subvolume)]
    if (stamp === undefined || !isSubvolume(place)) return false
    const { uuid, changed, readOnly } = await showLineage(place, options)
    if (!readOnly || uuid !== stamp.uuid || changed !== stamp.changed) return false
  }
  return true
}
