/** How long sets are kept, how often one is taken automatically, and the extra folders. */
import { readExtraFolders, writeExtraFolders } from '../../../../commons/snapshot-sets/on-machine/extra-folders.ts'
import { checkExtraFolder } from '../../../../commons/snapshot-sets/on-machine/find-extra.ts'
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { RetentionSettings, SnapshotSchedule } from '../../verbs.ts'
import { readRetentionFile, writeRetentionFile, type KeptSettings } from './retention-file.ts'
import { disableTimer, enableTimer, isTimerEnabled, writeDropIn } from '../../../../tools/systemd/systemctl-timer.ts'

/** The name in the descriptor. Its units are instances of a template. */
export const scheduledName = 'snapshots'

const timer = `pc-switcher-scheduled@${scheduledName}.timer`

/** Survives restarts. Repeatable. */
async function applySchedule(schedule: SnapshotSchedule, options: RunOptions): Promise<void> {
  if (schedule === 'off') return disableTimer(timer, options)
  // The first line clears the package's value, the second sets ours.
  writeDropIn(timer, 'schedule', `[Timer]\nOnCalendar=\nOnCalendar=${schedule}\n`)
  await enableTimer(timer, options)
}

/** The state in systemd counts: a timer that somebody turned off is off. */
function scheduleInForce(wanted: SnapshotSchedule): SnapshotSchedule {
  return isTimerEnabled(timer) ? wanted : 'off'
}

export function readSettings(stateFolder: string): RetentionSettings {
  const kept = readRetentionFile(stateFolder)
  const extra = readExtraFolders(stateFolder).map(({ path }) => path)
  return { ...kept, schedule: scheduleInForce(kept.schedule), extra }
}

/** Changes nothing when one of the folders cannot be snapshotted. Omitted settings stay as they are. */
export async function changeSettings(
  places: Places,
  wanted: { readonly [Key in keyof RetentionSettings]?: RetentionSettings[Key] | undefined },
  options: RunOptions,
): Promise<RetentionSettings> {
  const { stateFolder } = places
  const before = readRetentionFile(stateFolder)
  const { policy = before.policy, enabled = before.enabled, schedule = before.schedule, extra } = wanted
  if (extra !== undefined) {
    const known = readExtraFolders(stateFolder).map(({ path }) => path)
    // A known folder may be missing for a while, and is not refused for that.
    for (const folder of extra) if (!known.includes(folder)) await checkExtraFolder(places, folder, options)
    writeExtraFolders(stateFolder, extra)
  }
  const after: KeptSettings = { policy, enabled, schedule }
  if (wanted.schedule !== undefined) await applySchedule(schedule, options)
  writeRetentionFile(stateFolder, after)
  return readSettings(stateFolder)
}
