/** When a job runs by itself: a drop-in of its timer, and whether that is on. The state in systemd counts. */
import { jobScheduleSchema, type JobSchedule } from '../../../contract/jobs-calls.ts'
import type { RunOptions } from '../../../tools/run.ts'
import {
  disableTimer,
  dropInTime,
  enableTimer,
  isTimerEnabled,
  isTimerMasked,
  maskTimer,
  readDropIn,
  unmaskTimer,
  writeDropIn,
} from '../../../tools/systemd/systemctl-timer.ts'
import type { Job } from '../../capability/agent-capability.ts'
import { jobsMessages } from '../messages.ts'

type Scheduled = Pick<Job, 'name' | 'title' | 'timer'>

const dropIn = 'schedule'

export function timerOf(name: string): string {
  return `pc-switcher-scheduled@${name}.timer`
}

export function readSchedule({ name, timer }: Pick<Job, 'name' | 'timer'>): JobSchedule {
  const unit = timerOf(name)
  const packaged = intervalOf(timer)
  const isOn = packaged === undefined ? isTimerEnabled(unit) : !isTimerMasked(unit)
  if (!isOn) return { every: 'off' }
  return parseSchedule(readDropIn(unit, dropIn) ?? '') ?? { every: packaged ?? 'daily' }
}

/** How often it runs at first, where the package brings its timer. */
function intervalOf(timer: Job['timer']): 'weekly' | 'monthly' | undefined {
  return timer === 'weekly' || timer === 'monthly' ? timer : undefined
}

/** When a person chose it, as far as they did. */
export function scheduledSince(name: string): string | undefined {
  return dropInTime(timerOf(name), dropIn)?.toISOString()
}

/** Survives restarts. Repeatable. */
export async function writeSchedule(job: Scheduled, schedule: JobSchedule, options: RunOptions): Promise<void> {
  if (job.timer === 'none') throw jobsMessages.notScheduled({ title: job.title })
  const hasDay = schedule.every !== 'off' && schedule.every !== 'hourly'
  if (schedule.at !== undefined && !hasDay) throw jobsMessages.noTimeOfDay({})
  const unit = timerOf(job.name)
  const isPackaged = intervalOf(job.timer) !== undefined
  if (schedule.every === 'off') return isPackaged ? maskTimer(unit, options) : disableTimer(unit, options)
  writeDropIn(unit, dropIn, formatSchedule(schedule))
  await (isPackaged ? unmaskTimer(unit, options) : enableTimer(unit, options))
}

const days = { daily: '*-*-*', weekly: 'Mon *-*-*', monthly: '*-*-01' } as const

/** The first line clears the package's value (systemd.unit(5)), the second sets ours. A time that was chosen is kept to the minute. */
export function formatSchedule({ every, at }: JobSchedule): string {
  const isDay = every === 'daily' || every === 'weekly' || every === 'monthly'
  const when = isDay && at !== undefined ? `${days[every]} ${at}:00\nRandomizedDelaySec=0` : every
  return `[Timer]\nOnCalendar=\nOnCalendar=${when}\n`
}

/** Undefined for one that is not ours. */
export function parseSchedule(text: string): JobSchedule | undefined {
  const when = /^OnCalendar=(.+)$/m.exec(text)?.[1] ?? ''
  const [, day, at] = /^(\S.*) (\d\d:\d\d):00$/.exec(when) ?? []
  const every = Object.entries(days).find(([, one]) => one === day)?.[0] ?? when
  const parsed = jobScheduleSchema.safeParse(at === undefined ? { every } : { every, at })
  return parsed.success && parsed.data.every !== 'off' ? parsed.data : undefined
}
