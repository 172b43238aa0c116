/** The timer of snapshots that are taken by themselves: systemd's, off until the person turns it on. */
import type { SnapshotSchedule } from '../../verbs.ts'
import { disableTimer, enableTimer, isTimerEnabled, writeDropIn } from '../../../../tools/systemd/systemctl-timer.ts'
import type { RunOptions } from '../../../../tools/run.ts'

/** As the descriptor names the work; the units are made from a template. */
export const scheduledName = 'snapshots'
const timer = `pc-switcher-scheduled@${scheduledName}.timer`

/** Durable across restarts. The same again is harmless. */
export async function applySchedule(schedule: SnapshotSchedule, options: RunOptions): Promise<void> {
  if (schedule === 'off') return disableTimer(timer, options)
  // The first line takes back what the package says, the second one says anew.
  writeDropIn(timer, 'schedule', `[Timer]\nOnCalendar=\nOnCalendar=${schedule}\n`)
  await enableTimer(timer, options)
}

/** What systemd goes by is what counts: a timer that somebody turned off is off. */
export function scheduleInForce(wanted: SnapshotSchedule): SnapshotSchedule {
  return isTimerEnabled(timer) ? wanted : 'off'
}
