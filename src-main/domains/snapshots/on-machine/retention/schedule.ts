/** The systemd timer of automatic snapshots. Off until the person turns it on. */
import type { SnapshotSchedule } from '../../verbs.ts'
import { disableTimer, enableTimer, isTimerEnabled, writeDropIn } from '../../../../tools/systemd/systemctl-timer.ts'
import type { RunOptions } from '../../../../tools/run.ts'

/** The name in the descriptor. Its units are instances of a template. */
export const scheduledName = 'snapshots'
const timer = `pc-switcher-scheduled@${scheduledName}.timer`

/** Survives restarts. Repeatable. */
export async function applySchedule(schedule: SnapshotSchedule, options: RunOptions): Promise<void> {
  if (schedule === 'off') return disableTimer(timer, options)
  // The first line clears the package's value, the second sets ours.
  writeDropIn(timer, 'schedule', `[Timer]\nOnCalendar=\nOnCalendar=${schedule}\n`)
  await enableTimer(timer, options)
}

/** The state in systemd counts: a timer that somebody turned off is off. */
export function scheduleInForce(wanted: SnapshotSchedule): SnapshotSchedule {
  return isTimerEnabled(timer) ? wanted : 'off'
}
