/** Areas and subvolumes of a snapshot with the titles and in the order in which clients show them. */
import type { Area } from '../../../commons/capability/area.ts'
import { homeArea } from '../../../commons/snapshot-sets/areas.ts'
import type { AreaId } from '../../../commons/snapshot-sets/schemas.ts'
import type { SnapshotSubvolume } from '../../../contract/snapshot-calls.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'

interface Named {
  readonly subvolume: string
  readonly path?: BytePath | undefined
  readonly within?: { readonly path: BytePath } | undefined
}

export function showSubvolumes(found: readonly Named[], areas: readonly Area[]): SnapshotSubvolume[] {
  return found
    .map((one) => showSubvolume(one, areas))
    .toSorted((a, b) => rank(a.subvolume, areas) - rank(b.subvolume, areas) || a.title.localeCompare(b.title))
}

export function areaTitles(ids: readonly AreaId[], areas: readonly Area[]): string[] {
  return ids
    .toSorted((a, b) => rank(a, areas) - rank(b, areas) || a.localeCompare(b))
    .map((id) => shortTitleOf(id, areas) ?? id)
}

/** One that was added goes by its path, one inside another by its path there. */
function showSubvolume({ subvolume, path, within }: Named, areas: readonly Area[]): SnapshotSubvolume {
  const area = within === undefined ? areas.find(({ id }) => id === subvolume) : undefined
  const title = within === undefined ? (area?.title ?? path ?? subvolume) : textFromBytePath(within.path)
  const shortTitle = area?.shortTitle ?? title
  return { subvolume, title, shortTitle, ...(path === undefined ? {} : { path }) }
}

function shortTitleOf(id: string, areas: readonly Area[]): string | undefined {
  const area = areas.find((one) => one.id === id)
  return area?.shortTitle ?? area?.title
}

/** /home first, as a person thinks of it; then areas as capabilities bring them, folders that were added, the nested. */
function rank(subvolume: string, areas: readonly Area[]): number {
  if (subvolume === homeArea.id) return -1
  const known = areas.findIndex(({ id }) => id === subvolume)
  if (known >= 0) return known
  return subvolume.startsWith('nested/') ? areas.length + 1 : areas.length
}
