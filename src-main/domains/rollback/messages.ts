import { z } from 'zod'
import { extraRefusalSchema, extraRefusalWords } from '../../commons/snapshot-sets/messages.ts'
import { defineCatalogue, noData, problem, sentence } from '../../contract/catalogue.ts'
import { laptopSchema } from '../../contract/switch-state.ts'
import { assertNever } from '../../kernel/assert-never.ts'
import { formatExactTime } from '../../kernel/format-exact-time.ts'
import { countOf } from '../../kernel/units.ts'

/** Who uses a subvolume. "person" is logged in; "personal" is a program or service of theirs. */
export const userSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), name: z.string() }),
  z.object({ kind: z.literal('personal'), what: z.string(), name: z.string() }),
  z.object({ kind: z.literal('guest'), what: z.string() }),
  z.object({ kind: z.literal('service'), what: z.string() }),
  z.object({ kind: z.literal('program'), what: z.string(), pid: z.number() }),
  z.object({ kind: z.literal('unknown-program') }),
  z.object({ kind: z.literal('mount'), target: z.string() }),
])
export type User = z.infer<typeof userSchema>

export function userWords(user: User): string {
  switch (user.kind) {
    case 'person':
      return `${user.name} is logged in`
    case 'personal':
      return `${user.what} of ${user.name}`
    case 'guest':
      return `the virtual machine ${user.what}`
    case 'service':
      return `the service ${user.what}`
    case 'program':
      return `${user.what} (process ${user.pid})`
    case 'unknown-program':
      return 'a program'
    case 'mount':
      return `what is mounted at ${user.target}`
    default:
      return assertNever(user)
  }
}

const subvolume = z.object({ title: z.string() })
const atPlace = z.object({ place: z.string() })
const atTarget = z.object({ file: z.string(), target: z.string() })
const inFstab = atTarget.extend({ name: z.string() })
const toTime = z.object({ at: z.string() })

const planAgain = 'Reload the list of snapshots and make a new plan.'
const restoreFiles = 'Restore the files and folders of the snapshot instead.'
const laterSnapshot = 'Choose a later snapshot, or restore single files and folders.'
const nameTheSubvolume = ({ file, target, name }: z.infer<typeof inFstab>): string =>
  `In ${file}, write "subvol=/${name}" in the options of ${target}, without "subvolid=", and restart once.`

export const rollbackMessages = defineCatalogue('rollback', {
  inProgress: problem('already-running', noData, () => ({
    message: 'A rollback is in progress on this laptop.',
    hint: 'Wait until it is done. If it was interrupted, restart the laptop.',
  })),
  blocksSwitch: problem('locked', noData, () => ({
    message: 'A rollback on this laptop is not finished.',
    hint: 'Wait a moment. If it was interrupted, open Snapshots, which finishes or undoes it, or restart the laptop.',
  })),
  unfinished: problem('interrupted', noData, () => ({
    message: 'The rollback did not finish.',
    hint: 'It is finished or undone when the laptop restarts, or when you open it again.',
  })),
  notBegun: problem('blocked', noData, () => ({ message: 'The rollback did not start.', hint: 'Try again.' })),
  otherWaits: problem('blocked', noData, () => ({
    message: 'Another rollback is waiting for the next restart of this laptop.',
    hint: 'Cancel that one first, or restart the laptop.',
  })),
  noService: problem('blocked', z.object({ unit: z.string() }), ({ unit }) => ({
    message: 'The service that rolls back when the laptop restarts is not running.',
    hint: `Run "systemctl status ${unit}" to see why, or reinstall pc-switcher.`,
  })),
  setGone: problem('not-found', noData, () => ({
    message: 'These snapshots no longer exist.',
    hint: 'Reload the list and choose others.',
  })),
  setUnreadable: problem('not-found', noData, () => ({
    message: 'The description of these snapshots is unreadable, so their contents are unknown.',
    hint: 'Choose other snapshots.',
  })),
  noSuchSubvolume: problem('not-found', z.object({ subvolume: z.string() }), ({ subvolume }) => ({
    message: `These snapshots have no subvolume "${subvolume}".`,
    hint: 'Reload the list of snapshots.',
  })),
  planOutdated: problem('plan-changed', noData, () => ({
    message: 'The laptop has changed since this rollback was planned. Nothing was rolled back.',
    hint: 'Make a new plan and review it.',
  })),
  stateElsewhere: problem('blocked', noData, () => ({
    message: 'The snapshots are not on the disk that is rolled back. Nothing was changed.',
    hint: 'Report this with the details.',
  })),
  snapshotChanged: problem('plan-changed', noData, () => ({
    message: 'A snapshot has changed since this rollback was planned. Nothing was changed.',
    hint: planAgain,
  })),
  preparedNotDeleted: problem('tool-failed', noData, () => ({
    message: 'The leftovers of an interrupted rollback could not be deleted.',
    hint: 'Deleting is tried again with the next rollback.',
  })),
  noPlaceholder: problem('plan-changed', subvolume, ({ title }) => ({
    message: `The snapshot has no place for ${title}.`,
    hint: 'Roll it back separately.',
  })),
  replacedMeanwhile: problem('plan-changed', subvolume, ({ title }) => ({
    message: `${title} is no longer the subvolume this plan was made for.`,
    hint: `Nothing more is changed there. ${planAgain}`,
  })),
  moved: problem('plan-changed', z.object({ name: z.string() }), ({ name }) => ({
    message: `${name} is no longer where it was.`,
    hint: planAgain,
  })),
  notArchived: problem('blocked', noData, () => ({
    message: 'The version from before the rollback could not be stored as a snapshot yet.',
    hint: 'Nothing is lost. It is tried again when the laptop restarts.',
  })),
  stillUsed: problem('blocked', z.object({ user: userSchema }), ({ user }) => ({
    message: `In use by ${userWords(user)}, so it can't be rolled back now. Nothing was changed.`,
    hint: 'Close what uses it, or roll back when the laptop restarts.',
  })),
  notSeen: problem('not-verified', z.object({ target: z.string() }), ({ target }) => ({
    message: `${target} does not show the version that was rolled back to, so the rollback is undone.`,
    hint: 'Check /etc/fstab: it should name the subvolume, not its number.',
  })),

  /** Why only at the next restart. */
  isRunningSystem: sentence(noData, () => ({
    message: 'The running system uses it.',
    hint: 'Roll back when the laptop restarts.',
  })),
  inUse: sentence(z.object({ users: z.array(userSchema), count: z.number() }), ({ users, count }) => {
    const more = count - users.length
    const names = users.map(userWords).join(', ')
    return {
      message: `In use: ${more > 0 ? `${names} and ${countOf(more, 'other')}` : names}.`,
      hint: 'Close what uses it, or roll back when the laptop restarts.',
    }
  }),

  /** Why not at all. */
  switchUnfinished: sentence(z.object({ from: laptopSchema, to: laptopSchema }), ({ from, to }) => ({
    message: `The switch from ${from.label} to ${to.label} is not finished.`,
    hint: 'Resume it or give it up, then roll back.',
  })),
  metadataFull: sentence(noData, () => ({
    message: "The disk's metadata space is nearly full.",
    hint: 'Delete files or old snapshots, or run "btrfs balance start -dusage=20 /".',
  })),
  isTopLevel: sentence(atPlace, ({ place }) => ({
    message: `${place} is the top level of the disk and can't be replaced.`,
    hint: restoreFiles,
  })),
  noSubvolume: sentence(atPlace, ({ place }) => ({
    message: `There is no subvolume at ${place} now.`,
    hint: restoreFiles,
  })),
  noSubvolumeAnywhere: sentence(noData, () => ({
    message: 'It is unknown where this subvolume was mounted.',
    hint: restoreFiles,
  })),
  otherMounted: sentence(atPlace, ({ place }) => ({
    message: `Another subvolume or disk is mounted at ${place} now.`,
    hint: 'Mount the earlier one again, or restore the files and folders of the snapshot.',
  })),
  extraNotListed: sentence(atPlace, ({ place }) => ({
    message: `${place} is no longer one of the extra snapshot folders.`,
    hint: `Add ${place} again, or restore the files and folders of the snapshot.`,
  })),
  extraUnusable: sentence(atPlace.extend({ why: extraRefusalSchema }), ({ place, why }) => ({
    message: `${place} ${extraRefusalWords[why]} now.`,
    hint: 'Mount there what was mounted before, or restore the files and folders of the snapshot.',
  })),
  mountedApart: sentence(atPlace, ({ place }) => ({
    message: `${place} is mounted by itself and would stay as it is, so programs would no longer fit the list of installed packages.`,
    hint: `Roll ${place} back together with the system. For later snapshots, add it to the extra folders in Settings, if it is a btrfs subvolume of the same disk.`,
  })),
  holdsSnapshots: sentence(subvolume, ({ title }) => ({
    message: `The snapshots are stored inside ${title} and would be rolled back with it.`,
    hint: 'Give /var/lib/pc-switcher a subvolume of its own at the top level of the disk. Until then, restore files and folders.',
  })),
  nestedMounted: sentence(subvolume.extend({ path: z.string() }), ({ title, path }) => ({
    message: `The subvolume ${path} in ${title} is mounted separately, so it can't be carried over.`,
    hint: 'Unmount it, or move it to the top level of the disk.',
  })),
  noPlaceInOuter: sentence(subvolume.extend({ outer: z.string() }), ({ title, outer }) => ({
    message: `The snapshot of ${outer} has no place for ${title}.`,
    hint: `Roll ${title} back separately.`,
  })),
  fstabNumber: sentence(inFstab, (data) => ({
    message: `${data.file} mounts ${data.target} by a number, which would still mean the old version.`,
    hint: nameTheSubvolume(data),
  })),
  fstabNumberAndName: sentence(inFstab, (data) => ({
    message: `${data.file} gives a number as well as a name for ${data.target}, so the laptop would not start.`,
    hint: nameTheSubvolume(data),
  })),
  fstabDefault: sentence(inFstab, (data) => ({
    message: `${data.file} names no subvolume for ${data.target}, so the default one is mounted there.`,
    hint: nameTheSubvolume(data),
  })),
  fstabOther: sentence(atTarget, ({ file, target }) => ({
    message: `${file} mounts another subvolume at ${target} than is mounted now.`,
    hint: 'Restart the laptop first.',
  })),
  fstabMissing: sentence(inFstab, ({ file, target, name }) => ({
    message: `${file} has no line for ${target}, so it is unknown what the next start would mount there.`,
    hint: `Add a line for ${target} with "subvol=/${name}" to ${file}.`,
  })),
  snapshotWithoutProduct: sentence(noData, () => ({
    message: 'pc-switcher is missing, not paired, or too old in this snapshot to finish the rollback.',
    hint: laterSnapshot,
  })),
  snapshotWithoutState: sentence(atPlace, ({ place }) => ({
    message: `The snapshot's /etc/fstab does not mount ${place}, where snapshots are stored.`,
    hint: laterSnapshot,
  })),
  bootByNumber: sentence(noData, () => ({
    message: 'The boot loader mounts the system by a number, which would still mean the old version.',
    hint: 'Start the kernel with "rootflags=subvol=…" instead of "subvolid=".',
  })),
  bootByDefault: sentence(noData, () => ({
    message: 'The boot loader starts the default subvolume of the disk, so it would still start the old system.',
    hint: 'Use the tool that set it ("snapper rollback" on openSUSE), or restore single files and folders.',
  })),
  bootUnknown: sentence(noData, () => ({
    message:
      'The kernel was not told which subvolume the system is on, so it is unknown what the next start would use.',
    hint: 'Start the kernel with "rootflags=subvol=…".',
  })),
  noKernel: sentence(z.object({ inSnapshot: z.boolean() }), ({ inSnapshot }) => ({
    message: `No kernel was found in ${inSnapshot ? "the snapshot's /boot" : '/boot'}.`,
    hint: 'Restore single files and folders instead.',
  })),
  noModules: sentence(z.object({ kernel: z.string(), inSnapshot: z.boolean() }), ({ kernel, inSnapshot }) => ({
    message: `The boot loader would start kernel ${kernel}, whose modules are not in the snapshot.`,
    hint: inSnapshot
      ? "This snapshot can't start. Choose another one."
      : 'Install the kernel of that time again, or choose a later snapshot: /boot is not part of the system subvolume here.',
  })),

  /** What to know before or after. */
  inContainer: sentence(
    noData,
    () => 'This is a container without a boot loader and a kernel of its own, so these were not checked.',
  ),
  nestedStays: sentence(
    subvolume.extend({ path: z.string(), why: z.enum(['read-only', 'no-place', 'mounted']) }),
    ({ title, path, why }) => `The subvolume ${path} in ${title} stays with the replaced version: ${nestedWhys[why]}.`,
  ),
  syncthingWaits: sentence(
    z.object({ names: z.array(z.string()) }),
    ({ names }) =>
      `Syncthing then waits with ${names.join(', ')} until you say which state counts: pc-switcher syncthing`,
  ),
  replacedStays: sentence(
    subvolume.extend({ place: z.string() }),
    ({ title, place }) =>
      `The replaced version of ${title} is kept as a snapshot and also in ${place}, because something in it cannot be moved.`,
  ),

  /** How a rollback ended. */
  done: sentence(
    toTime.extend({ titles: z.array(z.string()) }),
    ({ at, titles }) =>
      `Rolled back to ${formatExactTime(at)}: ${titles.join(', ')}. The replaced version is kept as a snapshot.`,
  ),
  everythingAsBefore: sentence(noData, () => 'Everything is as it was.'),
  notDone: sentence(toTime, ({ at }) => `The rollback to ${formatExactTime(at)} was not done.`),
  nothingChanged: sentence(noData, () => 'Nothing was changed.'),
  wasInterrupted: sentence(noData, () => 'It was interrupted before anything was replaced.'),
  isInterrupted: sentence(noData, () => 'A rollback was interrupted. Restart the laptop to finish or undo it.'),
  oldStillUsed: sentence(subvolume, ({ title }) => `The laptop kept using the earlier version of ${title}.`),
  switchWasRunning: sentence(noData, () => 'A switch was running when the laptop went down.'),
  otherCameBetween: sentence(
    noData,
    () => 'A switch or another rollback happened in between, so the plan no longer fitted.',
  ),

  /** Why a set is needed. */
  holdForRollback: sentence(toTime, ({ at }) => `Needed by the unfinished rollback to ${formatExactTime(at)}.`),
  holdReplaced: sentence(noData, () => 'Holds what an unfinished rollback replaced.'),
  /** Why it is unclear which laptop has the latest work. */
  rolledBack: sentence(
    toTime.extend({ titles: z.array(z.string()) }),
    ({ at, titles }) => `Rolled back to ${formatExactTime(at)}: ${titles.join(', ')}.`,
  ),
  withoutOrder: sentence(noData, () => 'The rollback that waits for the next restart is then canceled.'),
  withoutRequest: sentence(noData, () => 'The rollback is then not carried out. Plan it again.'),
  withoutJournal: sentence(
    noData,
    () => 'An unfinished rollback then stays as it is. Do this only if you know what is on the disk.',
  ),
  withoutLast: sentence(noData, () => 'It only records how the last rollback ended.'),
  beforeRollback: sentence(
    z.object({ setAt: z.string(), titles: z.array(z.string()) }),
    ({ setAt, titles }) => `Before rolling back to ${formatExactTime(setAt)}: ${titles.join(', ')}`,
  ),
  whileUnfinished: sentence(
    z.object({ setAt: z.string() }),
    ({ setAt }) => `During an unfinished rollback to ${formatExactTime(setAt)}`,
  ),
})

const nestedWhys = {
  'read-only': 'it is read-only and cannot be moved',
  'no-place': 'the snapshot has no place for it',
  mounted: 'it is mounted separately',
} as const
