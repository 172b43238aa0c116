/** What a read-only subvolume is: the person's own, or a snapshot, which stays on the laptop it was taken on. Decided here alone. */
import type { BytePath } from '../../../kernel/byte-path.ts'
import { readSubvolumeTree, type CatalogueNode } from '../../../tools/btrfs/btrfs-catalogue.ts'
import type { RunOptions } from '../../../tools/run.ts'

export type SnapshotTool = 'timeshift' | 'snapper' | 'btrbk' | 'by hand'

/** Recognized by place and name. */
export function toolOf(path: BytePath): SnapshotTool {
  if (/(^|\/)timeshift-btrfs\/snapshots\/[^/]+\/[^/]+$/.test(path)) return 'timeshift'
  if (/(^|\/)(\.snapshots|@snapshots)\/\d+\/snapshot$/.test(path)) return 'snapper'
  if (/\.\d{8}(T\d{4}(\d{2}([+-]\d{4})?)?)?(_\d+)?$/.test(path)) return 'btrbk'
  return 'by hand'
}

/**
 * own: it was made by itself and then closed, or came whole from elsewhere (btrfs-receive(8)). snapshot: taken of a subvolume that
 * is there still, received as what changed since another one that is there, or kept by a known tool. orphan: what it was taken of is
 * gone. Nobody can tell any more whether that was a project that was put away like this, or all of /home before a rollback, which
 * must not come back many times over: it is left out by its name.
 */
export type Whose = 'own' | 'snapshot' | 'orphan'

/** `path`: undefined of one that has no place. */
export function whoseSubvolume({
  origin,
  isReceived,
  path,
}: Pick<CatalogueNode, 'origin' | 'isReceived' | 'path'>): Whose {
  if (origin === 'there' || path === undefined) return 'snapshot'
  const tool = toolOf(path)
  // A name with a date at its end is no place: what btrbk keeps it has taken or received.
  const isOfTool = tool === 'btrbk' ? origin !== 'none' || isReceived : tool !== 'by hand'
  if (isOfTool) return 'snapshot'
  return origin === 'none' ? 'own' : 'orphan'
}

/** Of the file system of `place`, those that are read-only and the person's own. */
export async function listOwnReadOnlyIds(place: string, options: RunOptions): Promise<ReadonlySet<number>> {
  const tree = await readSubvolumeTree(place, options)
  const own = [...tree.values()].filter((node) => node.readOnly && whoseSubvolume(node) === 'own')
  return new Set(own.map(({ id }) => id))
}
