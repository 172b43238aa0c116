/** Every sentence of the history of packages. */
import type {
  PackageChange,
  PackageChangeKind,
  PackagesEntry,
  UnreadableList,
} from '../../../../src-main/contract/packages-history-calls.ts'
import {
  changeDetail,
  changesSummary,
  changeWords,
  unreadableReasons,
} from '../../../../src-main/contract/packages-history-words.ts'
import { capitalized, countOf, formatCount } from '../../../../src-main/kernel/units.ts'

export const texts = {
  title: 'History of packages',
  lead: 'What changed on each laptop from switch to switch.',
  recorded: (asOf: readonly string[]) => `Recorded last: ${asOf.join('; ')}.`,
  recordedTogether: (at: string) => `Recorded last: ${at}.`,
  asOf: (laptop: string, at: string) => `${laptop} ${at}`,
  reading: 'Reading the history of packages…',
  lastChange: (laptop: string, at: string) => `${laptop} changed last, recorded ${at}`,
  noChange: 'No change of packages is recorded',
  noneTitle: 'No switch has recorded packages yet',
  noneText: 'Every switch records the packages of both laptops. What changed between two of them is shown here.',
  leftOut: (count: number) => (count === 1 ? '1 list is left out' : `${formatCount(count)} lists are left out`),
  unreadable: ({ laptop, why }: UnreadableList, at: string) =>
    `The list of ${laptop.label} of ${at} ${unreadableReasons[why]}.`,
  someUnreadable: (named: readonly string[], count: number) =>
    [...named, ...(count > named.length ? [`And ${formatCount(count - named.length)} more.`] : [])].join(' '),
  list: 'Changes of packages',
  search: 'Search changes by name',
  whose: 'Of which laptop',
  bothLaptops: 'Both',
  nothing: 'Nothing has changed',
  noMatch: 'No change matches',
  olderNotSearched: 'Older ones were not looked at yet.',
  showOlder: 'Show older changes',
  readingOlder: 'Reading older changes…',
  summary: (entry: PackagesEntry) => capitalized(changesSummary(entry)),
  summaryOf: (entry: PackagesEntry) => `${entry.laptop.label}: ${changesSummary(entry)}`,
  changesOf: (laptop: string) => `Changes on ${laptop}`,
  bySwitch: (from: string, to: string) => `recorded when the switch ${from} → ${to} began`,
  byShort: ({ title, switch: made }: PackagesEntry) =>
    made === undefined ? title : `${made.from.label} → ${made.to.label}`,
  comparedWith: (at: string) => `Compared with the list of ${at}`,
  onlyFound: (search: string) => `Only changes with "${search}" in their name`,
  showSwitch: 'Show the switch',
  startTitle: (laptop: string) => `The history of ${laptop} begins here`,
  startText: (packages: number) => `${countOf(packages, 'package')} recorded. The next list is compared with this one.`,
  kind: (kind: PackageChangeKind) => capitalized(changeWords[kind]),
  what: (change: PackageChange) => capitalized(changeDetail(change)),
} as const
