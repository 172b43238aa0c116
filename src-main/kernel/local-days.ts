/** Days, weeks and months as they are where the laptop is. */

export function startOfDay(moment: Date): Date {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate())
}

/** Weeks begin on Monday. */
export function startOfWeek(moment: Date): Date {
  const sinceMonday = (moment.getDay() + 6) % 7
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate() - sinceMonday)
}

export function startOfMonth(moment: Date): Date {
  return new Date(moment.getFullYear(), moment.getMonth(), 1)
}

/** "Wed 18 Nov 2026" */
export function formatDate(moment: Date): string {
  const weekday = moment.toLocaleDateString('en-GB', { weekday: 'short' })
  const month = moment.toLocaleDateString('en-GB', { month: 'short' })
  return `${weekday} ${moment.getDate()} ${month} ${moment.getFullYear()}`
}
