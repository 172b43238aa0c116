/** Points in time and spans as a person says them, in the time zone of this laptop. */
import { texts } from './texts.ts'

export { capitalized, formatAbout, formatLeft } from '../../src-main/kernel/units.ts'

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })
const longDay = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const dayWithYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hour12: false })

/** "07:52" */
export function formatClock(iso: string): string {
  return clock.format(new Date(iso))
}

/** Midnights between the two, 0 on the same day. */
export function daysBetween(iso: string, nowMs: number): number {
  return Math.round((midnight(nowMs) - midnight(Date.parse(iso))) / 86_400_000)
}

function midnight(ms: number): number {
  const date = new Date(ms)
  // Taken as UTC so that a day with a clock change is as long as the others.
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
}

/** "Today", "Yesterday", "Wed 18 Nov", "18 Nov 2025" */
export function formatDay(iso: string, nowMs: number): string {
  const days = daysBetween(iso, nowMs)
  if (days === 0) return texts.today
  if (days === 1) return texts.yesterday
  return days > 300 ? dayWithYear.format(new Date(iso)) : day.format(new Date(iso)).replace(',', '')
}

/** "today, 07:52", "Wed 18 Nov, 18:12" */
export function formatPoint(iso: string, nowMs: number): string {
  return `${dayInSentence(iso, nowMs)}, ${formatClock(iso)}`
}

function dayInSentence(iso: string, nowMs: number): string {
  const days = daysBetween(iso, nowMs)
  if (days === 0) return texts.todayInSentence
  return days === 1 ? texts.yesterdayInSentence : formatDay(iso, nowMs)
}

/** "Wednesday 18 November, 18:12" */
export function formatLongPoint(iso: string): string {
  return `${longDay.format(new Date(iso)).replace(',', '')}, ${formatClock(iso)}`
}

/** "12 Nov" */
export function formatShortDay(iso: string): string {
  return shortDay.format(new Date(iso))
}

/** "18 Nov, 18:12" */
export function formatShortPoint(iso: string): string {
  return `${formatShortDay(iso)}, ${formatClock(iso)}`
}

/** "just now", "2 min ago", "today, 06:00" */
export function formatAgo(atMs: number, nowMs: number): string {
  const minutes = Math.floor((nowMs - atMs) / 60_000)
  if (minutes < 1) return texts.justNow
  if (minutes < 60) return texts.minutesAgo(minutes)
  return formatPoint(new Date(atMs).toISOString(), nowMs)
}
