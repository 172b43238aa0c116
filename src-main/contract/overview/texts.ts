/** The sentence that says how both laptops stand, and what goes with it. */
import { countOf, formatCount, formatPercent } from '../../kernel/units.ts'
import { inConflictTitle } from '../conflict-words.ts'

export const texts = {
  here: 'here',
  on: (laptop: string) => `on ${laptop}`,
  notPaired: (laptop: string) => `${laptop} is not paired yet`,
  pairFirst: 'Pair it with your other laptop first.',
  alone: (laptop: string) => `${laptop} is set up without another laptop`,
  updating: (laptop: string) => `Bringing ${laptop} up to date`,
  keepBothOpen: 'Keep both lids open until it is done.',
  showProgress: 'Show progress',
  showDetails: 'Show details',
  seenAt: (time: string) => `Last seen running ${time}.`,
  noneAnswers: 'Neither laptop answers.',
  broughtBy: (to: string, from: string) => `Started on ${to}. What you save on ${from} from now on is not copied.`,
  notFinished: (laptop: string) => `The switch to ${laptop} is not finished`,
  stoppedAt: (fraction: number) => `Not finished: stopped at ${formatPercent(fraction)}`,
  canResume: 'You can resume it; nothing is lost.',
  youCanResume: 'You can resume it.',
  resumeFrom: (laptop: string) => `Resume copying from ${laptop}`,
  resumeOn: (laptop: string) => `Resume copying on ${laptop}`,
  waitsForRestart: (laptop: string) => `Waiting for a restart of ${laptop}`,
  thenUndone: (switched: string, laptop: string, before: string) =>
    `Then the switch of ${switched} is undone: ${laptop} will be as it was ${before}.`,
  thenRolledBack: (laptop: string, before: string) => `Then ${laptop} goes back to a snapshot of ${before}.`,
  restart: (laptop: string) => `Restart ${laptop} now…`,
  cancelUndo: 'Cancel the undo',
  cancelRollback: 'Cancel the rollback',
  undone: (switched: string, at: string) => `The switch of ${switched} was undone ${at}`,
  undoneLead: (to: string, before: string, from: string) =>
    `${to} is as it was ${before}. ${from} has the latest work.`,
  safe: (laptop: string) => `Safe to close the lid of ${laptop}`,
  safeLead: (time: string, to: string, where: string) =>
    `As of ${time}. ${to} has everything you chose to copy, and no home file was changed ${where} since.`,
  suspend: (laptop: string) => `Suspend ${laptop}…`,
  compareNow: 'Compare both laptops now',
  away: (laptop: string) => `${laptop} is not reachable.`,
  awaySince: (laptop: string, time: string) => `${laptop} is not reachable since ${time}.`,
  safeAsOf: (time: string, saved = '') => (saved === '' ? `Safe as of ${time}` : `Safe as of ${time}. ${saved}`),
  whyNotKnown: {
    looking: (where: string) => `Looking what was changed ${where} since…`,
    away: (where: string) => `What was changed ${where} since is not known.`,
    forgotten: (where: string) => `What was changed ${where} since is not known. Compare both laptops.`,
    unreadable: () => 'A later switch may be unfinished.',
    'given-up': () => 'A later switch was given up: what it had copied by then stays.',
  },
  notThere: (there: string, hidden: number) =>
    hidden === 0
      ? `${there} does not have it yet.`
      : `${there} does not have it yet. ${countOf(hidden, 'more file', 'more files')} changed in hidden folders.`,
  changedIn: (areas: readonly string[]) => `${new Intl.ListFormat('en-GB').format(areas)} changed since`,
  changedThere: (changed: string, time: string, left: string) => `${changed} ${time}. ${left}`.trimEnd(),
  nothingChanged: (where: string) => `No home file was changed ${where}.`,
  bothNew: 'Both laptops have new work',
  bothChanged: (files: readonly number[], wheres: readonly string[], time: string) =>
    `${wheres.map((where, at) => `${countOf(files[at] ?? 0, 'home file')} ${where}`).join(', ')} since ${time}.`,
  bothMayBeNew: 'Both laptops may have new work',
  compareFirst: 'Compare first',
  showBefore: 'Show what was there before',
  wasVerified: (laptop: string, time: string) => `The switch to ${laptop} was verified ${time}`,
  differed: (laptop: string) => `Not finished: what was copied to ${laptop} differs`,
  differedLead: (time: string) => `Compared ${time}. The next switch copies it again.`,
  prepare: (laptop: string) => `Prepare to switch to ${laptop}`,
  bring: (laptop: string) => `Bring ${laptop}'s work here`,
  neverCompared: (laptop: string) => `${laptop} has not been compared yet`,
  preparingIsSafe: 'Preparing a switch compares both laptops, shows every difference and changes nothing.',
  differs: (there: string, here: string, areas: number) =>
    `${there} differs from ${here}${areas === 0 ? '' : ` in ${countOf(areas, 'area')}`}`,
  takes: (laptop: string, duration: string) => `Bringing ${laptop} up to date takes ${duration}.`,
  hasLatest: (laptop: string) => `${laptop} has the latest work`,
  lastInSync: (time: string) => `Last in sync ${time}.`,
  thirdHolds: (time: string, here: string, there: string) =>
    `That is neither ${here} nor ${there}. It was recorded ${time}.`,
  comparedAt: (time: string) => `Compared ${time}.`,
  all: {
    same: 'Both laptops are the same',
    wasSame: (time: string) => `Both laptops were the same ${time}`,
  },
  whatIsCopied: {
    same: 'What is copied is the same on both laptops',
    wasSame: (time: string) => `What is copied was the same on both laptops ${time}`,
  },
  turnedOff: (titles: readonly string[]) => `Turned off in What travels, so not compared: ${titles.join(', ')}.`,
  wasSameLead: 'Changes made since then have not been compared.',
}

const areas = {
  home: 'home files',
  etc: '/etc',
  packages: 'programs',
  machines: 'machines and containers',
} as const

/** A tab of What travels, by the id of its page. */
export type TravelsTab = keyof typeof areas

/** What waits for an answer, and what holds until then, as the end of a sentence. */
export const toDecideTexts = {
  conflicts: { title: inConflictTitle, until: 'Syncthing keeps both versions side by side' },
  files: {
    title: (count: number, tab: TravelsTab) => `${countOf(count, 'file')} in ${areas[tab]}`,
    until: 'not copied for now',
  },
  differences: {
    title: (count: number, tab: TravelsTab) => `${countOf(count, 'difference')} in ${areas[tab]}`,
    until: 'each laptop keeps its own',
  },
  andMore: (count: number) => `and ${formatCount(count)} more`,
} as const

/** What keeps the work safe besides switching. */
export const healthTexts = {
  lookingForBackups: 'Looking for backups…',
  backupsNotKnown: 'Backups not known',
  noBackup: 'No backup yet',
  damagedBackup: 'A backup is damaged',
  backup: (time: string) => `Backup ${time}`,
  lastBackup: (time: string) => `Last backup ${time}`,
  lookingAtDisks: 'Looking at the disks…',
  disksNotKnown: 'Disks not known',
  disksNotKnownOf: (laptops: readonly string[]) => `Disks of ${laptops.join(' and ')} not known`,
  disksNeed: (count: number) => `${countOf(count, 'disk')} ${count === 1 ? 'needs' : 'need'} attention`,
  disksSound: 'Disks sound',
  free: (bytes: string, laptop: string) => `${bytes} free on ${laptop}`,
  roomNotKnown: (laptop: string) => `free space of ${laptop} not known`,
} as const
