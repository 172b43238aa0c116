/** How long sets are kept, how often one is taken automatically, and the extra folders. */
import { readSchedule, writeSchedule } from '../../../../commons/jobs/on-machine/schedule.ts'
import { readExtraFolders, writeExtraFolders } from '../../../../commons/snapshot-sets/on-machine/extra-folders.ts'
import { checkExtraFolder } from '../../../../commons/snapshot-sets/on-machine/find-extra.ts'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { snapshotsMessages } from '../../messages.ts'
import type { RetentionSettings } from '../../verbs.ts'
import { readRetentionFile, writeRetentionFile, type KeptSettings } from './retention-file.ts'

/** As its units and its record know it. */
export const snapshotsJob = { name: 'snapshots', title: snapshotsMessages.job({}), timer: 'off' } as const

export function readSettings(stateFolder: string): RetentionSettings {
  const kept = readRetentionFile(stateFolder)
  const extra = readExtraFolders(stateFolder).map(({ path }) => path)
  return { ...kept, schedule: readSchedule(snapshotsJob).every, extra }
}

/** Changes nothing when one of the folders cannot be snapshotted. Omitted settings stay as they are. */
export async function changeSettings(
  places: Places,
  wanted: { readonly [Key in keyof RetentionSettings]?: RetentionSettings[Key] | undefined },
  options: RunOptions,
): Promise<RetentionSettings> {
  const { stateFolder } = places
  const before = readRetentionFile(stateFolder)
  const { policy = before.policy, enabled = before.enabled, schedule: every, extra } = wanted
  if (extra !== undefined) {
    const known = readExtraFolders(stateFolder).map(({ path }) => path)
    // A known folder may be missing for a while, and is not refused for that.
    for (const folder of extra) if (!known.includes(folder)) await checkExtraFolder(places, folder, options)
    writeExtraFolders(stateFolder, extra)
  }
  const after: KeptSettings = { policy, enabled }
  if (every !== undefined) await writeSchedule(snapshotsJob, { every }, options)
  writeRetentionFile(stateFolder, after)
  return readSettings(stateFolder)
}
