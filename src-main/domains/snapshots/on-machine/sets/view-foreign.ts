import type { AreaId, ListedSet } from '../../../../commons/snapshot-sets/schemas.ts'
import type { CataloguedSnapshot } from '../../../../tools/btrfs/btrfs-catalogue.ts'
import type { ForeignSnapshot } from '../../verbs.ts'

/** Container tools keep their layers as snapshots, which are of no use to a person. */
const layers = /(^|\/)(docker|containers\/storage)\/btrfs\/subvolumes\//

/** Timeshift's snapshots are writable. Of other tools only read-only ones count as snapshots. */
export function viewForeign(others: readonly CataloguedSnapshot[], sets: readonly ListedSet[]): ForeignSnapshot[] {
  const areas = areasBySource(sets)
  return others.flatMap((entry) => {
    const tool = toolOf(entry.path)
    if (layers.test(entry.path) || !(entry.readOnly || tool === 'timeshift')) return []
    const { uuid, at, parentUuid, path } = entry
    const of = parentUuid === undefined ? undefined : areas.get(parentUuid)
    // A fully received snapshot has no time, and is listed as the oldest.
    return [{ uuid, at: at ?? new Date(0).toISOString(), tool, areas: [...(of ?? [])], path }]
  })
}

/** Recognized by place and name. */
export function toolOf(path: string): ForeignSnapshot['tool'] {
  if (/(^|\/)timeshift-btrfs\/snapshots\/[^/]+\/[^/]+$/.test(path)) return 'timeshift'
  if (/(^|\/)(\.snapshots|@snapshots)\/\d+\/snapshot$/.test(path)) return 'snapper'
  if (/\.\d{8}(T\d{4}(\d{2}([+-]\d{4})?)?)?(_\d+)?$/.test(path)) return 'btrbk'
  return 'by hand'
}

function areasBySource(sets: readonly ListedSet[]): ReadonlyMap<string, readonly AreaId[]> {
  const known = sets.flatMap(({ content }) => (content.kind === 'described' ? content.description.snapshots : []))
  return new Map(known.map(({ sourceUuid, areas }) => [sourceUuid, areas]))
}
