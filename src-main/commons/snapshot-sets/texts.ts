/** Sets and how long they are kept, as a person would say it. */
import type { RetentionPolicy } from '../../contract/snapshot-calls.ts'
import type { Wording } from '../../contract/wording.ts'
import { assertNever } from '../../kernel/assert-never.ts'
import { countOf } from '../../kernel/units.ts'
import type { Description } from './schemas.ts'

/** "2 days", "2 weeks" */
export function spanOfDays(days: number): string {
  return days >= 14 && days % 7 === 0 ? countOf(days / 7, 'week') : countOf(days, 'day')
}

export function spanOfWeeks(weeks: number): string {
  return countOf(weeks, 'week')
}

export function spanOfMonths(months: number): string {
  return months >= 24 && months % 12 === 0 ? countOf(months / 12, 'year') : countOf(months, 'month')
}

/** "All for 2 days, one a day for 2 weeks, one a week for 8 weeks; never fewer than those of the last 3 switches; ..." */
export function policySentence(policy: RetentionPolicy): string {
  const { allForDays, dailyForDays, weeklyForWeeks, monthlyForMonths, leastSwitches, mostDiskShare } = policy
  const spans = [
    ...(allForDays > 0 ? [`all for ${spanOfDays(allForDays)}`] : []),
    ...(dailyForDays > allForDays ? [`one a day for ${spanOfDays(dailyForDays)}`] : []),
    ...(weeklyForWeeks * 7 > Math.max(allForDays, dailyForDays)
      ? [`one a week for ${spanOfWeeks(weeklyForWeeks)}`]
      : []),
    ...(monthlyForMonths > 0 ? [`one a month for ${spanOfMonths(monthlyForMonths)}`] : []),
  ]
  const ages = spans.length === 0 ? 'none for its age' : spans.join(', ')
  const switches = leastSwitches === 1 ? 'the last switch' : `the last ${leastSwitches} switches`
  const share = mostDiskShare >= 1 ? '' : `; never more than ${Math.round(mostDiskShare * 100)} % of the disk`
  const sentence = `${ages}; never fewer than those of ${switches}${share}.`
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`
}

type Taken = Pick<Description, 'reason' | 'from' | 'to' | 'note' | 'occasion'>

/** "Before switching from P17 to XPS 13" */
export function reasonText({ reason, from, to, note, occasion }: Taken, wording: Wording): string {
  if (occasion !== undefined) return wording.text(occasion)
  const way = from === undefined || to === undefined ? '' : ` switching from ${from.label} to ${to.label}`
  switch (reason) {
    case 'before-switch':
      return `Before${way}`
    case 'after-switch':
      return `After${way}`
    case 'manual':
      return note === undefined || note === '' ? 'Taken by hand' : note
    case 'brought-back':
      return note ?? 'Brought back from a copy'
    case 'scheduled':
      return 'Automatic'
    case 'before-rollback':
      return note ?? 'Before rolling back'
    case 'before-restore':
      return note ?? 'Before restoring files'
    default:
      return assertNever(reason)
  }
}
