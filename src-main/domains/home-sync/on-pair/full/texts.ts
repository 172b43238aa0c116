/** What is said of the weekly check of /home. */
import { formatExactTime } from '../../../../kernel/format-exact-time.ts'
import { countOf } from '../../../../kernel/units.ts'
import { weeklyCheck } from '../../messages.ts'

interface Walk {
  readonly at: string
  readonly missed: number
  readonly isOpen: boolean
}

const namesShown = 5

export const weekly = {
  title: weeklyCheck,
  none: (at: string): string => `No change was missed, as of ${formatExactTime(at)}.`,
  some: ({ at, missed, isOpen }: Walk, names: readonly string[]): string => {
    const more = missed > namesShown ? ' and others' : ''
    const then = isOpen
      ? 'The next switch lists all of /home, and carries them.'
      : 'All of /home has been listed since, so the plan has them.'
    return `pc-switcher had missed ${countOf(missed, 'change')}, found at ${formatExactTime(at)}: ${names.slice(0, namesShown).join(', ')}${more}. ${then}`
  },
  report: 'This is a bug in pc-switcher. Report it with these names.',
} as const
