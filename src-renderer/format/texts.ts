/** The words of points in time, spans and amounts. */

export const texts = {
  today: 'Today',
  yesterday: 'Yesterday',
  todayInSentence: 'today',
  yesterdayInSentence: 'yesterday',
  justNow: 'just now',
  minutesAgo: (minutes: number) => `${minutes} min ago`,
  left: (span: string) => `${span} left`,
  lessThanMinute: 'less than a minute',
  aboutMinutes: (minutes: number) => `about ${minutes} min`,
  aboutHours: (hours: number) => `about ${hours} h`,
  aboutHoursAndMinutes: (hours: number, minutes: number) => `about ${hours} h ${minutes} min`,
  about: (amount: string) => `About ${amount}`,
  partOf: (done: string, total: string, unit: string) => `${done} of ${total} ${unit}`,
}
