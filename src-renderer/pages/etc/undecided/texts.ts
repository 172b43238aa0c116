/** Every sentence of the page of files in /etc without a rule. */
import { countOf, formatCount } from '../../../../src-main/kernel/units.ts'

const decidedAs = { always: 'Always copied', never: 'Never copied' } as const

export const texts = {
  title: 'Files in /etc without a rule',
  lead: 'They stay as they are on both laptops until you decide.',
  reading: 'Comparing /etc on both laptops…',
  open: (count: number) =>
    count === 1 ? '1 file in /etc has no rule' : `${countOf(count, 'file')} in /etc have no rule`,
  differ: (from: string, to: string) =>
    `They differ between ${from} and ${to}, and stay as they are until you decide. A rule counts from the next switch on.`,
  allDecided: 'Every file in /etc that differs has a rule',
  allDecidedLead: (from: string, to: string) => `Compared just now on ${from} and ${to}.`,
  nothingLeft: 'Nothing to decide',
  nothingLeftText: 'Files that will differ later are asked about by the next switch.',
  allRules: 'All rules',
  workOn: (laptop: string) => `${laptop} has the latest work`,
  storedThere: (laptop: string) => `What you decide here is stored on ${laptop}.`,
  tryAgain: 'Try again',
  lastKnown: (count: number) => `${countOf(count, 'file')} without a rule at the last switch`,
  andMore: (count: number) => `and ${formatCount(count)} more`,
  files: 'Files without a rule',
  found: (count: number, all: number) =>
    count === all ? countOf(all, 'file') : `${formatCount(count)} of ${countOf(all, 'file')}`,
  noneFound: 'Nothing matches',
  showAll: 'Show all',
  selected: (count: number) => `${formatCount(count)} selected`,
  selectAll: (count: number) => `Select all ${formatCount(count)}`,
  always: 'Always copy',
  never: 'Never copy',
  alwaysEffect: 'At every switch, the version of the laptop you leave is copied to the other one.',
  neverEffect: 'Each laptop keeps its own version. It is never copied.',
  partly: (label: string, count: number) => `${label} (${formatCount(count)})`,
  oneByOne: (count: number) => `${countOf(count, 'file')} with a secret can only be copied one at a time.`,
  suggested: (choice: 'always' | 'never') => `Suggested: ${choice}.`,
  newerOn: (laptop: string) => `Newer on ${laptop}`,
  secret: 'contains a secret',
  now: 'now',
  neitherTitle: 'Neither laptop has it any more',
  neitherText: 'Compare again to update the list.',
  withAlt: (letter: string) => `Alt ${letter}`,
  decided: (decision: 'always' | 'never', count: number) => `${decidedAs[decision]}: ${countOf(count, 'file')}.`,
  undo: 'Undo',
  undone: (count: number) => `Undone: ${countOf(count, 'file')}.`,
}
