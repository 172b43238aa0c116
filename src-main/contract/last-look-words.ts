/** The words of the last look, for page and command line. */
import { capitalized, countOf, formatAbout, formatCount, formatGigabytes } from '../kernel/units.ts'
import type { LastLook } from './last-look.ts'

export const removedTitle = (count: number, label: string): string =>
  `${countOf(count, 'item')} will be deleted from ${label}`
export const moreRemoved = (count: number): string => `${formatCount(count)} more, in these folders or beside them`
/** What is agreed to where not all of it is named. */
export const agreeToRemove = (count: number, label: string): string =>
  `Delete ${count === 1 ? 'it' : `all ${formatCount(count)}`} from ${label}`
export const undecidedTitle = (count: number): string =>
  `Nobody decided about ${countOf(count, 'thing')}: done as usual`
export const moreUndecided = (count: number): string => `${formatCount(count)} more`
export const leftOutTitle = 'Left out'
export const nothingRemoved = (label: string): string => `Nothing is deleted from ${label}`
export const amount = ({ bytes, ms }: Pick<LastLook, 'bytes' | 'ms'>): string =>
  bytes === 0
    ? `Nothing large to copy, ${formatAbout(ms)}`
    : `${capitalized(formatGigabytes(bytes))} to copy, ${formatAbout(ms)}`

/** Whether more goes than is named. */
export function needsTick({ removed }: LastLook): boolean {
  return removed.count > removed.names.length
}
