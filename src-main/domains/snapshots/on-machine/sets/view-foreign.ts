import type { AreaId, ListedSet } from '../../../../commons/snapshot-sets/schemas.ts'
import type { CataloguedSnapshot } from '../../../../tools/btrfs/btrfs-catalogue.ts'
import type { ForeignSnapshot } from '../../verbs.ts'

/** Container tools keep their layers as snapshots; those are no way back for a person. */
const layers = /(^|\/)(docker|containers\/storage)\/btrfs\/subvolumes\//

/** What Timeshift takes can be written to; of all else only what is read-only is a snapshot in a person's sense. */
export function viewForeign(others: readonly CataloguedSnapshot[], sets: readonly ListedSet[]): ForeignSnapshot[] {
  const areas = areasBySource(sets)
  return others.flatMap((entry) => {
    const tool = toolOf(entry.path)
    if (layers.test(entry.path) || !(entry.readOnly || tool === 'timeshift')) return []
    const { uuid, at, parentUuid, path } = entry
    const of = parentUuid === undefined ? undefined : areas.get(parentUuid)
    // One that was received whole does not tell when: it is listed as the oldest.
    return [{ uuid, at: at ?? new Date(0).toISOString(), tool, areas: [...(of ?? [])], path }]
  })
}

/** By where each keeps them and how it names them. */
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
