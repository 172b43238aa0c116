/** Every sentence of the list of restore points and of taking a snapshot. */
/** Tools whose names stand in a snapshot's description. */
import type { Snapshot } from '../../../../src-main/contract/snapshot-calls.ts'
import { countOf } from '../../../../src-main/kernel/units.ts'

const reasons: Readonly<Record<Snapshot['reason'], string>> = {
  'before-switch': 'Before switching',
  'after-switch': 'After switching',
  manual: 'Taken by hand',
  scheduled: 'Automatic',
  'before-rollback': 'Before rolling back',
  'before-restore': 'Before restoring files',
  foreign: 'Made by another tool',
  unknown: 'Reason unknown',
}

const madeBy: Readonly<Record<string, string>> = {
  timeshift: 'Made by Timeshift',
  snapper: 'Made by snapper',
  btrbk: 'Made by btrbk',
  'by hand': 'Made by another tool',
}

export const texts = {
  reasons,
  madeBy,
  onOne: (laptop: string) => `on ${laptop}`,
  onOnly: (laptop: string) => `on ${laptop} only`,
  take: 'Take snapshot',
  takeOn: (laptop: string) => `Take snapshot on ${laptop}`,
  filterAll: 'All',
  filterOwn: 'pc-switcher',
  filterForeign: 'Other tools',
  filterPinned: 'Pinned',
  listLabel: 'Restore points',
  search: 'Search snapshots',
  filterName: 'Show',
  noMatch: 'No matching snapshots',
  listName: 'Snapshots',
  noPinned: 'Pinned snapshots are never deleted automatically. Pin one from its menu.',
  noForeign: 'Snapshots made by Timeshift, snapper and btrbk appear here. pc-switcher never changes them.',
  searchHint: 'Search for a day, a laptop, a switch or a note.',
  pinnedTitle: 'Pinned: never deleted automatically',
  pinned: 'Pinned',
  freedTitle: 'Space freed by deleting it',
  notReadable: 'Unreadable',
  about: (amount: string) => `about ${amount}`,
  freedSoon: 'Space is freed in a moment.',
  amountFreedSoon: (amount: string) => `${amount} is freed in a moment.`,
  onBoth: 'on both laptops',
  noRestorePoints: 'No restore points yet',
  restorePointCount: (count: number) => countOf(count, 'restore point'),
  notOnAnyMore: (laptop: string) => `No longer on ${laptop}`,
  notKnownOn: (laptop: string) => `Unknown: ${laptop} did not answer`,
  isMissing: 'not there',
  noAnswer: 'did not answer',
  taken: (names: string) => `Snapshot taken on ${names}.`,
  takeTitle: 'Take a snapshot now',
  takeLead: 'It holds what is snapshotted before a switch, as it is now.',
  close: 'Close',
  takeOnBoth: 'Take snapshot on both laptops',
  note: 'Note (optional)',
  notePlaceholder: 'Before trying a new kernel',
  onLaptops: 'Laptops',
  didNotAnswer: 'did not answer',
  taking: 'Taking snapshot…',
  notTaken: (laptop: string) => `No snapshot was taken on ${laptop}`,
}
