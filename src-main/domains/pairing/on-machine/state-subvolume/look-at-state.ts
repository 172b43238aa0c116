import { existsSync } from 'node:fs'
import type { Output } from '../../../../contract/define.ts'
import { isOnBtrfs } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { readStatePlace } from '../../verbs.ts'
import { hasLine } from './make-state-subvolume.ts'
import { mountedAt, type StatePlaces } from './state-places.ts'

/** A laptop that was paired before there was such a subvolume, or on which somebody took it away, has none. */
export async function lookAtState(
  places: StatePlaces,
  paired: string,
  options: RunOptions,
): Promise<Output<typeof readStatePlace>['kind']> {
  if (!existsSync(paired) || !isOnBtrfs(places.system)) return 'none'
  if (mountedAt(places) !== undefined) return 'apart'
  return (await hasLine(places, options)) ? 'not-mounted' : 'in-system'
}
