/**
 * snapshot-shared.json: snapshots into which blocks of files that are the same were shared, and what their `changed` was afterwards. Sharing
 * moves it as writing does (facts: Linux 6.18), and no byte, time, owner or mode in them is another one.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../kernel/state-text.ts'
import { hasChangedInodes } from '../../../tools/btrfs/btrfs-inodes.ts'
import { showLineage, type SubvolumeLineage } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { snapshotSetsMessages } from '../messages.ts'

const sharedSchema = z.object({
  version: z.literal(1),
  /** By UUID. */
  snapshots: z.record(z.string(), z.string()),
  /** Into which it was being shared: what `changed` was before, and the place. What was killed leaves them. */
  begun: z.record(z.string(), z.object({ changed: z.string(), place: z.string() })),
})
type Shared = z.infer<typeof sharedSchema>

const sharedState = (stateFolder: string): StateText<Shared> => ({
  path: path.join(stateFolder, 'snapshot-shared.json'),
  schema: sharedSchema,
  without: snapshotSetsMessages.withoutShared({}),
})

const recall = (stateFolder: string): Shared =>
  recallState(sharedState(stateFolder)) ?? { version: 1, snapshots: {}, begun: {} }

/** By UUID. */
export function readSharedInto(stateFolder: string): ReadonlyMap<string, string> {
  return new Map(Object.entries(recall(stateFolder).snapshots))
}

/** Before it: then each of them is as it was taken. `places`: root folders of snapshots. */
export async function beginSharingInto(
  stateFolder: string,
  places: readonly string[],
  options: RunOptions,
): Promise<void> {
  if (places.length === 0) return
  const { snapshots, begun } = recall(stateFolder)
  const opened = await Promise.all(
    places.map(async (place) => {
      const { uuid, changed } = await showLineage(place, options)
      return [uuid, begun[uuid] ?? { changed, place }] as const
    }),
  )
  writeState(sharedState(stateFolder), { version: 1, snapshots, begun: { ...begun, ...Object.fromEntries(opened) } })
}

/**
 * After it, and again when a run begins, for one that was killed: what each has now is written down, unless something in it was changed after it
 * was taken. Those that are gone are forgotten.
 */
export async function endSharingInto(stateFolder: string, options: RunOptions): Promise<void> {
  const { snapshots, begun } = recall(stateFolder)
  if (Object.keys(begun).length === 0) return
  const found = await Promise.all(
    Object.entries(begun).map(async ([uuid, { changed, place }]) => {
      const now = existsSync(place) ? await showLineage(place, options).catch(() => undefined) : undefined
      if (now?.uuid !== uuid || !now.readOnly || now.changed === changed) return []
      const isWritten = await hasChangedInodes(place, { after: Number(changed), sinceMs: now.createdMs }, options)
      return isWritten ? [] : [[uuid, now.changed] as const]
    }),
  )
  const all = { ...snapshots, ...Object.fromEntries(found.flat()) }
  writeState(sharedState(stateFolder), { version: 1, snapshots: all, begun: {} })
}

/** Those of which `isThere` knows nothing any more. */
export async function forgetShared(stateFolder: string, isThere: (uuid: string) => Promise<boolean>): Promise<void> {
  const { snapshots, begun } = recall(stateFolder)
  const kept: Record<string, string> = {}
  for (const [uuid, changed] of Object.entries(snapshots)) if (await isThere(uuid)) kept[uuid] = changed
  if (Object.keys(kept).length < Object.keys(snapshots).length)
    writeState(sharedState(stateFolder), { version: 1, snapshots: kept, begun })
}

/** Whether nobody has written to a snapshot since it was taken: its bytes are what was there then. */
export function isAsTaken(
  { uuid, readOnly, changed, made }: Pick<SubvolumeLineage, 'uuid' | 'readOnly' | 'changed' | 'made'>,
  shared: ReadonlyMap<string, string>,
): boolean {
  return readOnly && (Number(changed) <= Number(made) || shared.get(uuid) === changed)
}
