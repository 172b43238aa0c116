/**
 * snapshot-shared.json: snapshots into which blocks of files that are the same were shared, and what their `changed` was afterwards. Sharing
 * moves it as writing does (facts: Linux 6.18), and no byte, time, owner or mode in them is another one.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../kernel/state-text.ts'
import { hasChangedInodes } from '../../../tools/btrfs/btrfs-inodes.ts'
import { showLineage, syncFileSystem, type SubvolumeLineage } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { snapshotSetsMessages } from '../messages.ts'

const sharedSchema = z.object({
  version: z.literal(1),
  /** By UUID. */
  snapshots: z.record(z.string(), z.string()),
  /** Into which it is being shared, or was when a run was killed: what `changed` was before, the place, and the files that may get blocks. */
  begun: z.record(z.string(), z.object({ changed: z.string(), place: z.string(), files: z.array(z.string()) })),
})
type SharedInto = z.infer<typeof sharedSchema>

const sharedState = (stateFolder: string): StateText<SharedInto> => ({
  path: path.join(stateFolder, 'snapshot-shared.json'),
  schema: sharedSchema,
  without: snapshotSetsMessages.withoutShared({}),
})

export const readSharedInto = (stateFolder: string): SharedInto =>
  recallState(sharedState(stateFolder)) ?? { version: 1, snapshots: {}, begun: {} }

/**
 * Before it. `wanted`: by the root folder of a snapshot, the files in it that get blocks, as the lists of files have them. Gives the root folders
 * of those that are as they were taken; into others nothing may be shared.
 */
export async function beginSharingInto(
  stateFolder: string,
  wanted: ReadonlyMap<string, readonly string[]>,
  options: RunOptions,
): Promise<ReadonlySet<string>> {
  const shared = readSharedInto(stateFolder)
  const opened = await Promise.all(
    [...wanted].map(async ([place, files]) => {
      const now = await findAsTaken(place, shared, options)
      return now === undefined ? [] : [[now.uuid, { changed: now.changed, place, files: [...files] }] as const]
    }),
  )
  const begun = Object.fromEntries(opened.flat())
  if (opened.flat().length > 0)
    writeState(sharedState(stateFolder), { ...shared, begun: { ...shared.begun, ...begun } })
  return new Set(Object.values(begun).map(({ place }) => place))
}

/**
 * After it, and again when a run begins, for one that was killed: what each has now is written down, unless something else in it was changed.
 * Those that are gone are forgotten.
 */
export async function endSharingInto(stateFolder: string, options: RunOptions): Promise<void> {
  const shared = readSharedInto(stateFolder)
  if (Object.keys(shared.begun).length === 0) return
  const found = await Promise.all(
    Object.entries(shared.begun).map(async ([uuid, { place }]) => {
      const now = await findAsTaken(place, shared, options)
      return now?.uuid === uuid && Number(now.changed) > Number(now.made) ? [[uuid, now.changed] as const] : []
    }),
  )
  const snapshots = { ...shared.snapshots, ...Object.fromEntries(found.flat()) }
  writeState(sharedState(stateFolder), { version: 1, snapshots, begun: {} })
}

/** Undefined for one that is gone, or to which somebody has written. */
async function findAsTaken(
  place: string,
  shared: SharedInto,
  options: RunOptions,
): Promise<SubvolumeLineage | undefined> {
  try {
    const now = await showLineage(place, options)
    return (await isAsTaken(place, now, shared, options)) ? now : undefined
  } catch (error) {
    if (existsSync(place)) throw error
    return undefined
  }
}

/** Those of which `isThere` knows nothing any more. */
export async function forgetShared(stateFolder: string, isThere: (uuid: string) => Promise<boolean>): Promise<void> {
  const { snapshots, begun } = readSharedInto(stateFolder)
  const kept: Record<string, string> = {}
  for (const [uuid, changed] of Object.entries(snapshots)) if (await isThere(uuid)) kept[uuid] = changed
  if (Object.keys(kept).length < Object.keys(snapshots).length)
    writeState(sharedState(stateFolder), { version: 1, snapshots: kept, begun })
}

/** Whether nobody has written to the snapshot at `place` since it was taken: its bytes are what was there then. */
export async function isAsTaken(
  place: string,
  { uuid, readOnly, changed, made }: Pick<SubvolumeLineage, 'uuid' | 'readOnly' | 'changed' | 'made'>,
  { snapshots, begun }: SharedInto,
  options: RunOptions,
): Promise<boolean> {
  if (!readOnly) return false
  if (Number(changed) <= Number(made) || snapshots[uuid] === changed) return true
  const own = begun[uuid]
  if (own === undefined || own.changed === changed) return own !== undefined
  // After `changed` was asked: nothing comes to its transaction any more.
  await syncFileSystem(place, options)
  return !(await hasChangedInodes(place, { after: Number(own.changed), but: new Set(own.files) }, options))
}
