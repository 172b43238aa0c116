/** Points in time as a person reads them, in this machine's time zone. */

const dayMs = 86_400_000

/** "today, 07:52", "yesterday, 18:12", "Wed 18 Nov, 18:12"; with the year when it is another one. */
export function formatTime(iso: string, nowMs: number): string {
  const moment = new Date(iso)
  const now = new Date(nowMs)
  return `${dayName(moment, now)}, ${twoDigits(moment.getHours())}:${twoDigits(moment.getMinutes())}`
}

function dayName(moment: Date, now: Date): string {
  const days = Math.round((startOfDay(now) - startOfDay(moment)) / dayMs)
  if (days === 0) return 'today'
  if (days === 1) return 'yesterday'
  const weekday = moment.toLocaleDateString('en-GB', { weekday: 'short' })
  const month = moment.toLocaleDateString('en-GB', { month: 'short' })
  const year = moment.getFullYear() === now.getFullYear() ? '' : ` ${moment.getFullYear()}`
  return `${weekday} ${moment.getDate()} ${month}${year}`
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
