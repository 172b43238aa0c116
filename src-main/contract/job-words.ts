/** When a job runs and how far it is, in words: every client takes them from here. Pure. */
import { countOf, formatBytes, formatPartOf, formatPercent } from '../kernel/units.ts'
import { formatTime } from '../kernel/format-time.ts'
import type { Progress } from './define.ts'
import type { JobSchedule } from './jobs-calls.ts'

const intervals = {
  hourly: 'Every hour',
  daily: 'Daily',
  weekly: 'Weekly',
  monthly: 'Monthly',
} as const

const eveningFrom = 18

/** When a job runs by itself: "Daily, next tonight 21:00", "Weekly, next Mon 23 Nov, soon after midnight", "Off". */
export function scheduleText({ every, at }: JobSchedule, nowMs: number): string {
  if (every === 'off') return 'Off'
  if (every === 'hourly') return intervals.hourly
  const [hours = 0, minutes = 0] = (at ?? '0:0').split(':').map(Number)
  const now = new Date(nowMs)
  const next = new Date(now.getFullYear(), now.getMonth(), now.getDate(), hours, minutes)
  const isTurn = { daily: () => true, weekly: () => next.getDay() === 1, monthly: () => next.getDate() === 1 }[every]
  while (next.getTime() <= nowMs || !isTurn()) next.setDate(next.getDate() + 1)
  return `${intervals[every]}, next ${nextText(next, at, nowMs)}`
}

/** Without a time of day it is systemd's: midnight, and some minutes. */
function nextText(next: Date, at: string | undefined, nowMs: number): string {
  const day = formatTime(next.toISOString(), nowMs).replace(/, [^,]*$/, '')
  const isTomorrow = new Date(next.getFullYear(), next.getMonth(), next.getDate() - 1).getTime() <= nowMs
  if (at === undefined) return isTomorrow ? 'soon after midnight' : `${day}, soon after midnight`
  if (day === 'today') return `${next.getHours() >= eveningFrom ? 'tonight' : 'today'} ${at}`
  return isTomorrow ? `tomorrow ${at}` : `${day}, ${at}`
}

/** "41%, 310.0 of 740.0 GB, /mnt/backup" */
export function jobProgressText({ done, total, unit, current }: Progress): string {
  const where = current === undefined ? '' : `, ${current}`
  const amount = unit === 'bytes' ? formatBytes(done) : countOf(done, unit === 'files' ? 'file' : 'step')
  if (total === undefined || total === 0) return `${amount}${where}`
  const part = unit === 'bytes' ? formatPartOf(done, total) : amount
  return `${formatPercent(Math.min(1, done / total))}, ${part}${where}`
}
