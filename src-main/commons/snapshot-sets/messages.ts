import { z } from 'zod'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'
import { retentionPolicySchema, type RetentionPolicy } from '../../contract/snapshot-calls.ts'
import { formatDate } from '../../kernel/local-days.ts'
import { spanOfDays, spanOfMonths, spanOfWeeks } from './texts.ts'

const days = z.object({ days: z.number() })
const day = z.object({ at: z.string() })
const atPlace = z.object({ place: z.string() })
/** Why snapshots of a folder that the person added cannot be taken. */
export const extraRefusalSchema = z.enum([
  'absent',
  'link',
  'not-btrfs',
  'not-subvolume',
  'elsewhere',
  'snapshot',
  'swap-file',
])
export type ExtraRefusal = z.infer<typeof extraRefusalSchema>

/** "is not on btrfs", after the folder's name. */
export const extraRefusalWords: Readonly<Record<ExtraRefusal, string>> = {
  absent: 'is missing',
  link: 'has a link in its path',
  'not-btrfs': 'is not on btrfs',
  'not-subvolume': 'is not a subvolume',
  elsewhere: 'is on another file system',
  snapshot: 'is itself a snapshot',
  'swap-file': 'contains an active swap file',
}

/** Why a subvolume inside another one gets no snapshot. */
const nestedRefusalSchema = z.enum(['swap-file', 'orphan', 'too-many'])
export type NestedRefusal = z.infer<typeof nestedRefusalSchema>

const nestedRefusalWords: Readonly<Record<NestedRefusal, string>> = {
  'swap-file': 'a subvolume with a swap file',
  orphan: 'a snapshot of a subvolume that is gone',
  'too-many': 'one subvolume too many',
}

const refusedFolder = z.object({ folder: z.string(), why: extraRefusalSchema })

export const snapshotSetsMessages = defineCatalogue('snapshot-sets', {
  noBtrfs: problem('no-btrfs', atPlace.extend({ fsType: z.string() }), ({ place, fsType }) => ({
    message: `${place} is on ${fsType}, which cannot take snapshots.`,
    hint: 'pc-switcher needs btrfs for the system and /home.',
  })),
  elsewhere: problem('no-btrfs', atPlace, ({ place }) => ({
    message: `${place} is not on the file system where snapshots are kept.`,
    hint: 'Put both on the same btrfs: snapshots stay where they are taken.',
  })),
  hidden: problem('no-btrfs', atPlace, ({ place }) => ({
    message: `${place} cannot be snapshotted: its subvolume is not mounted as a whole.`,
    hint: 'Mount that subvolume somewhere, for example at /mnt/data, and keep it mounted.',
  })),
  link: problem('invalid-configuration', atPlace.extend({ target: z.string() }), ({ place, target }) => ({
    message: `${place} is a link to ${target}.`,
    hint: `Mount a btrfs subvolume at ${place} in /etc/fstab instead, with what is in ${target} now, and restart the laptop.`,
  })),
  readOnly: problem('blocked', atPlace, ({ place }) => ({
    message: `The disk is read-only at ${place}, so no snapshot can be taken.`,
    hint: 'A disk becomes read-only when it is damaged: save what matters first, then check "journalctl -k".',
  })),
  swapFile: problem('blocked', atPlace.extend({ file: z.string() }), ({ place, file }) => ({
    message: `${place} cannot be snapshotted while its swap file ${file} is active.`,
    hint: 'Move the swap file into a subvolume of its own.',
  })),
  metadataFull: problem('disk-full', z.object({ percent: z.number() }), ({ percent }) => ({
    message: `No room for a snapshot: the disk's metadata space is ${percent} % full.`,
    hint: 'Delete files or old snapshots, then try again.',
  })),
  notOurs: problem('blocked', z.object({ place: z.string() }), ({ place }) => ({
    message: `No snapshot can be taken: something else is at ${place}.`,
    hint: 'Move it away, then try again.',
  })),
  snapshotGone: problem('not-found', noData, () => ({
    message: 'This snapshot no longer exists.',
    hint: 'Reload the list of snapshots.',
  })),
  noSubvolume: problem('not-found', z.object({ subvolume: z.string() }), ({ subvolume }) => ({
    message: `This laptop has no subvolume for "${subvolume}".`,
    hint: 'Reload the list of snapshots.',
  })),
  extraFolderRefused: problem('invalid-input', refusedFolder, ({ folder, why }) => ({
    message: `${folder} cannot be snapshotted: it ${extraRefusalWords[why]}.`,
    hint: 'Choose a btrfs subvolume on the same disk as the system ("btrfs subvolume create" makes one).',
  })),
  descriptionMissing: sentence(noData, () => 'Its description is missing.'),
  descriptionOfOther: sentence(z.object({ id: z.string() }), ({ id }) => `Its description belongs to ${id}.`),
  /** Why is for whoever looks into the answer itself: to a person the words of a parser say nothing. */
  descriptionUnreadable: sentence(z.object({ why: z.string() }), () => 'Its description is damaged.'),
  /** After "without": what a snapshot lacks. */
  withoutNoBtrfs: sentence(
    atPlace.extend({ fsType: z.string() }),
    ({ place, fsType }) => `${place} (on ${fsType}, not btrfs)`,
  ),
  withoutElsewhere: sentence(atPlace, ({ place }) => `${place} (on another file system)`),
  withoutHidden: sentence(atPlace, ({ place }) => `${place} (its subvolume is not mounted as a whole)`),
  withoutLink: sentence(atPlace, ({ place }) => `${place} (a link)`),
  withoutMounted: sentence(atPlace, ({ place }) => `${place} (mounted by itself)`),
  withoutNested: sentence(
    atPlace.extend({ why: nestedRefusalSchema }),
    ({ place, why }) => `${place} (${nestedRefusalWords[why]})`,
  ),
  withoutExtra: sentence(refusedFolder, ({ folder, why }) => `${folder} (it ${extraRefusalWords[why]})`),
  withoutShared: sentence(
    noData,
    () => 'Snapshots in which blocks were shared then count as written to: the next copy of each is a whole one.',
  ),
  withoutHold: sentence(noData, () => 'Snapshots it protected may then be deleted.'),
  withoutDescription: sentence(noData, () => 'Its snapshots stay, but pc-switcher no longer knows what they contain.'),
  withoutExtraFolders: sentence(noData, () => 'Extra folders are then not snapshotted until you add them again.'),
  withoutSidecar: sentence(noData, () => 'It is measured again.'),

  /** Why the retention rule keeps or deletes a set. */
  foreign: sentence(noData, () => 'Made by another tool. pc-switcher never touches it.'),
  undescribed: sentence(noData, () => 'Its description is unreadable, so its contents are unknown.'),
  pinned: sentence(noData, () => 'Pinned.'),
  inFuture: sentence(noData, () => 'Dated in the future.'),
  newest: sentence(noData, () => 'The newest complete one.'),
  maybeUnfinished: sentence(noData, () => 'It may still be being taken.'),
  ofLastSwitches: sentence(z.object({ switches: z.number() }), ({ switches }) =>
    switches === 1 ? 'Belongs to the last switch.' : `Belongs to one of the last ${switches} switches.`,
  ),
  youngerThan: sentence(days, (age) => `Not older than ${spanOfDays(age.days)}.`),
  asideYoungerThan: sentence(days, (age) => `Holds what was replaced, and is not older than ${spanOfDays(age.days)}.`),
  firstOfDay: sentence(day, ({ at }) => `The first of ${formatDate(new Date(at))}.`),
  firstOfWeek: sentence(day, ({ at }) => `The first of the week of ${formatDate(new Date(at))}.`),
  firstOfMonth: sentence(
    day,
    ({ at }) => `The first of ${new Date(at).toLocaleDateString('en-GB', { month: 'long', year: 'numeric' })}.`,
  ),
  incomplete: sentence(noData, () => 'Never finished, or parts of it are missing.'),
  olderThan: sentence(days, (age) => `Older than ${spanOfDays(age.days)}.`),
  notFirstOfDay: sentence(days, (age) => `Older than ${spanOfDays(age.days)} and not the first of its day.`),
  notFirstOfWeek: sentence(days, (age) => `Older than ${spanOfDays(age.days)} and not the first of its week.`),
  notFirstOfMonth: sentence(
    z.object({ weeks: z.number() }),
    ({ weeks }) => `Older than ${spanOfWeeks(weeks)} and not the first of its month.`,
  ),
  olderThanAll: sentence(
    z.object({ policy: retentionPolicySchema }),
    ({ policy }) => `Older than ${longestSpan(policy)}.`,
  ),
  overShare: sentence(
    z.object({ percent: z.number() }),
    ({ percent }) => `Snapshots use more than ${percent} % of the disk, and this is the oldest.`,
  ),
})

function longestSpan({ allForDays, dailyForDays, weeklyForWeeks, monthlyForMonths }: RetentionPolicy): string {
  if (monthlyForMonths * 30 > Math.max(allForDays, dailyForDays, weeklyForWeeks * 7))
    return spanOfMonths(monthlyForMonths)
  if (weeklyForWeeks * 7 > Math.max(allForDays, dailyForDays)) return spanOfWeeks(weeklyForWeeks)
  return spanOfDays(Math.max(allForDays, dailyForDays))
}
