/**
 * Measures what all sets hold together: data they share with each other counts, data that is still there now
 * does not. Takes minutes for many sets, so only the timer measures it. Retention uses the number while it is valid.
 */
import path from 'node:path'
import { z } from 'zod'
import { setFolder } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { snapshotsFolder } from '../../../../commons/snapshot-sets/set-name.ts'
import type { ListedSet } from '../../../../commons/snapshot-sets/schemas.ts'
import type { StateText } from '../../../../kernel/state-text.ts'
import { measureTrees } from '../../../../tools/btrfs/btrfs-du.ts'
import { recallState, writeState } from '../../../../tools/files/state-file.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { fingerprintOf, type Listing } from '../sets/list-sets.ts'
import { snapshotsMessages } from '../../messages.ts'

const heldSchema = z.object({ version: z.literal(1), bytes: z.number().nonnegative(), among: z.string() })

/** Nothing where other tools' snapshots may hold the same data. */
export async function measureHeld(stateFolder: string, { sets, foreign }: Listing, options: RunOptions): Promise<void> {
  const newest = newestOfEach(stateFolder, sets)
  if (newest.length === 0 || foreign.some(({ areas }) => areas.length > 0)) return
  const [all, ...latest] = await measureTrees([snapshotsFolder(stateFolder), ...newest], { ...options, gently: true })
  if (all === undefined) return
  const bytes = latest.reduce(
    (rest, tree) => rest - tree.exclusiveBytes - tree.sharedBytes,
    all.exclusiveBytes + all.sharedBytes,
  )
  writeState(heldState(stateFolder), { version: 1, bytes: Math.max(0, bytes), among: fingerprintOf(sets) })
}

/** Undefined when it was never measured, or when sets came or went since. */
export function readHeld(stateFolder: string, sets: readonly ListedSet[]): number | undefined {
  const held = recallState(heldState(stateFolder))
  return held?.among === fingerprintOf(sets) ? held.bytes : undefined
}

/** The newest snapshot of each subvolume stands for what is there now. `sets` newest first. */
function newestOfEach(stateFolder: string, sets: readonly ListedSet[]): readonly string[] {
  const newest = new Map<string, string>()
  for (const { id, content, subvolumes } of sets) {
    if (content.kind !== 'described') continue
    for (const { subvolume, sourceUuid } of content.description.snapshots)
      if (subvolumes.includes(subvolume) && !newest.has(sourceUuid))
        newest.set(sourceUuid, path.join(setFolder(stateFolder, id), subvolume))
  }
  return [...newest.values()]
}

function heldState(stateFolder: string): StateText<z.infer<typeof heldSchema>> {
  return {
    path: path.join(stateFolder, 'snapshots-held.json'),
    schema: heldSchema,
    without: snapshotsMessages.withoutMeasure({}),
  }
}
