/** Whether two subvolumes have a common origin: only then is a comparison by btrfs fast and small. */
import { findLineage, type SubvolumeLineage as Whole } from '../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'

type SubvolumeLineage = Pick<Whole, 'uuid' | 'parentUuid'>

/** Rolling back adds two each time. */
const mostForebears = 200

export async function areRelated(
  one: SubvolumeLineage,
  other: SubvolumeLineage,
  place: string,
  options: RunOptions,
): Promise<boolean> {
  if (one.parentUuid !== undefined && one.parentUuid === other.parentUuid) return true
  const known = new Set(await forebears(one, place, options))
  for (const uuid of await forebears(other, place, options)) if (known.has(uuid)) return true
  return false
}

/** Starts with itself. Ends at a deleted ancestor, which its children still name. */
async function forebears(subvolume: SubvolumeLineage, place: string, options: RunOptions): Promise<readonly string[]> {
  const uuids = [subvolume.uuid]
  let { parentUuid } = subvolume
  while (parentUuid !== undefined && uuids.length < mostForebears && !uuids.includes(parentUuid)) {
    uuids.push(parentUuid)
    parentUuid = (await findLineage(parentUuid, place, options))?.parentUuid
  }
  return uuids
}
