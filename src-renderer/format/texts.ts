/** The words of points in time, spans and amounts. */

export const texts = {
  today: 'Today',
  yesterday: 'Yesterday',
  todayInSentence: 'today',
  yesterdayInSentence: 'yesterday',
  justNow: 'just now',
  minutesAgo: (minutes: number) => `${minutes} min ago`,
  about: (amount: string) => `About ${amount}`,
}
