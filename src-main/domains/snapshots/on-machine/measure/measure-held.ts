/**
 * What all sets hold that would not be there without them: what they share with one another counts, what is there now
 * does not. Minutes for many sets, so only the timer's run measures it; a assessment uses the number while it holds.
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

const heldSchema = z.object({ version: z.literal(1), bytes: z.number().nonnegative(), among: z.string() })

/** Nothing where other tools' snapshots may hold the same: then nobody knows whose it is. */
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
  for (const { id, content, folders } of sets) {
    if (content.kind !== 'described') continue
    for (const { folder, sourceUuid } of content.description.snapshots)
      if (folders.includes(folder) && !newest.has(sourceUuid))
        newest.set(sourceUuid, path.join(setFolder(stateFolder, id), folder))
  }
  return [...newest.values()]
}

function heldState(stateFolder: string): StateText<z.infer<typeof heldSchema>> {
  return {
    path: path.join(stateFolder, 'snapshots-held.json'),
    schema: heldSchema,
    without: 'It is measured again by the timer.',
  }
}
