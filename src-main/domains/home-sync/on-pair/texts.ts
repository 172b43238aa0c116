/** What the step for home files says. */
import type { ErrorText } from '../../../kernel/app-error.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { formatExactTime } from '../../../kernel/format-exact-time.ts'
import { countOf, formatAbout, formatBytes, formatCount } from '../../../kernel/units.ts'
import type { DecidedSetKind, FileSetKind } from '../../../commons/file-sets/what-makes-one.ts'
import type { WholeReason } from '../scan-verbs.ts'

export interface Amounts {
  readonly added: number
  readonly changed: number
  readonly deleted: number
  readonly bytes: number
}
export interface PairLabels {
  readonly from: { readonly label: string }
  readonly to: { readonly label: string }
}
export const stepTitle = 'Home files'

/** Rules of the person's about what is left out. */
export const decideIn = { label: 'What is not copied', page: 'home', item: 'not-copied' }

/** In the settings. */
export const copies = {
  title: 'Home files',
  text: 'Everything in /home except private keys, caches, what identifies a laptop, and your rules below.',
} as const
export const endlessList = {
  message: 'The list of files that were fetched before does not end.',
  hint: 'Install the same version on both laptops, then try again.',
}
export const waitsFor = 'Starts after both systems are recorded'

export function summary({ added, changed, deleted, renamed = 0 }: Amounts & { readonly renamed?: number }): string {
  if (added + changed + deleted + renamed === 0) return 'No changes'
  const moved = renamed === 0 ? '' : `${formatCount(renamed)} renamed, `
  return `${formatCount(added + changed)} new or changed, ${moved}${formatCount(deleted)} deleted`
}

export const isNow = (was: string, name: string): string => `${was} is now ${name}`
/** `items`: of a folder, with itself. */
export const renamedFrom = (was: string, items: number | undefined): string =>
  items === undefined ? `was ${was}` : `was ${was}, ${countOf(items, 'item')}`

export const headings = {
  differ: (places: number, { label }: PairLabels['to']) => ({
    title: `Both laptops have different files in ${countOf(places, 'place')}`,
    lead: `Nothing is lost: ${label}'s files are kept in the snapshot that is taken first.`,
  }),
  own: (places: number, { label }: PairLabels['to']) => ({
    title: `${label} has its own changes in ${countOf(places, 'place')}`,
    lead: `Nothing is lost: what you keep stays on ${label}, and the snapshot that is taken first has all its files.`,
  }),
} as const

export const blockTitle = (label: string): string => `Files from ${label}`
export const blockSummary = (amounts: Parameters<typeof summary>[0], label: string): string =>
  `${summary(amounts)}, about ${formatBytes(amounts.bytes)} to ${label}`
export const kindText = (kind: string): string =>
  kind === 'added' ? 'new' : kind === 'deleted' ? 'deleted' : 'changed'

const effectWords = { remove: 'deleted', update: 'changed', add: 'new' } as const
export const effectText = (effect: keyof typeof effectWords): string => effectWords[effect]
export const folderEffect = (effect: keyof typeof effectWords, files: number): string =>
  `${effectWords[effect]}, ${countOf(files, 'file')}`

export function leftAlone(kindsFound: readonly { readonly title: string; readonly count: number }[]) {
  const list = kindsFound.map(({ title, count }) => `${title} (${formatCount(count)})`).join(', ')
  return { title: 'Always left alone', text: kindsFound.length === 0 ? 'Nothing of that kind was found.' : `${list}.` }
}

/** In the proof. */
export const leftOut = {
  title: 'Home, left out',
  what: (count: number): string => `${countOf(count, 'item')} in the home folder`,
  text: (kinds: readonly { readonly title: string; readonly count: number }[]): string =>
    `Not copied: ${kinds.map(({ title, count }) => `${title} (${formatCount(count)})`).join(', ')}`,
  /** "Device files such as upper/gone" */
  byType: (title: string, examples: readonly string[]): string => [title, ...examples].join(' such as '),
} as const

/** What stays because of its type. */
export const specialTitles = { device: 'Device files', socket: 'Sockets' } as const

export const firstSwitch = ({ from, to }: PairLabels) => ({
  title: 'First switch between these laptops',
  text: `Where files differ, ${from.label}'s version wins unless you choose otherwise, and ${to.label}'s is kept in the snapshot. Files of the same size and time are compared while copying. Files that only ${to.label} has stay there.`,
})

export const unknownSince = ({ to }: PairLabels) => ({
  title: "It isn't known what changed on which laptop, as after a rollback",
  text: `Where files differ, you choose which version to use, and ${to.label}'s is kept in the snapshot. Files that only ${to.label} has stay there.`,
})

/** Of what both had when they were last equal. */
export const damagedBase = {
  title: (labels: readonly string[]): string =>
    `What is remembered of the last switch is damaged on ${labels.join(' and ')}`,
  all: (pair: PairLabels): string =>
    `It was set aside, so it isn't known what changed on which laptop. ${unknownSince(pair).text}`,
  last: 'It was set aside, and changes are counted from the switch before it. You may be asked about more files than usual.',
} as const

type ToldReason = Exclude<WholeReason, 'too-much'>

const wholeReasons: Readonly<Record<ToldReason, string>> = {
  first: 'There is no earlier list to start from.',
  damaged: 'The earlier list is damaged.',
  'made-writable': 'The snapshot that changes are told from was made writable.',
  'other-rules': 'What is left out, or what belongs together, is told by other rules now.',
  'other-subvolumes': 'Subvolumes in it were added, removed or replaced.',
  'not-told': "Btrfs can't tell what changed, for example after a rollback.",
}

export const wholeListed = (label: string, reason: ToldReason) => ({
  title: `All home files on ${label} were looked at`,
  text: `Usually only what changed since the last time is. ${wholeReasons[reason]}`,
})

export const unreadYet = (items: number, { to }: PairLabels) => ({
  title: `${countOf(items, 'file')} not compared yet`,
  text: `${items === 1 ? 'It was' : 'They were'} touched on ${to.label} and ${items === 1 ? 'looks' : 'look'} the same, but ${items === 1 ? 'is' : 'are'} too large to read now. The switch compares ${items === 1 ? 'it' : 'them'}. What differs stays on ${to.label}, and is named.`,
})

/** In the middle of a sentence. */
export const fileSetNames: Readonly<Record<FileSetKind, string>> = {
  guest: 'virtual machine',
  image: 'disk image and what it builds on',
  repository: 'repository with its work trees',
  profile: 'profile',
  database: 'database',
  'database-folder': 'database',
  encrypted: 'encrypted folder',
  backup: 'backup repository',
  environment: 'installed packages',
  'working-copy': 'working copy',
}
export const guestNamed = (name: string): string => `Virtual machine ${name}`

export const itemsIn = (count: number, folder: string): string => `${countOf(count, 'item')} in ${folder}`
export const foldersIn = (count: number, folder: string): string => `${countOf(count, 'folder')} in ${folder}`

/** In one line, after how many there are. */
export const alike = {
  first: { one: 'place differs on both laptops', many: 'places differ on both laptops' },
  both: { one: 'place was changed on both laptops', many: 'places were changed on both laptops' },
  repository: { one: 'repository differs on both laptops', many: 'repositories differ on both laptops' },
  repositoryOfBoth: {
    one: 'repository was changed on both laptops',
    many: 'repositories were changed on both laptops',
  },
  vanished: (label: string) => ({ one: `place was deleted on ${label}`, many: `places were deleted on ${label}` }),
  onlyThere: (label: string) => ({ one: `place is only on ${label}`, many: `places are only on ${label}` }),
  changedThere: (label: string) => ({ one: `place was changed on ${label}`, many: `places were changed on ${label}` }),
} as const
/** What is done with them where nobody answers. */
export const usually = {
  take: ({ from, to }: PairLabels): string => `${from.label}'s version is used. ${to.label}'s is in the snapshot`,
  keep: ({ from, to }: PairLabels): string => `Kept on ${to.label}, and copied to ${from.label} next time`,
  keepForNow: ({ to }: PairLabels): string => `Kept on ${to.label}`,
} as const

export const reasons = {
  first: (items: number): string => `${countOf(items, 'item')} ${items === 1 ? 'differs' : 'differ'}`,
  newer: (said: string, items: number, label: string): string =>
    items === 1 ? `${said}. ${label} has the newer one` : `${said}. ${label} has the newer ones: ${formatCount(items)}`,
  both: (ours: Amounts, theirs: Amounts, { from, to }: PairLabels): string =>
    isOneChange(ours) && isOneChange(theirs)
      ? 'Both changed it'
      : `Both changed it: ${amountsText(ours)} on ${from.label}, ${amountsText(theirs)} on ${to.label}`,
  unread: (items: number, { from, to }: PairLabels): string =>
    items === 1
      ? `It looks the same, was touched on both, and is too large to compare now. If it is the same, nothing changes on ${to.label}`
      : `${formatCount(items)} files look the same, were touched on ${from.label} and ${to.label}, and are too much to compare now. What is the same does not change`,
  someUnread: (said: string, items: number): string =>
    `${said}. Too large to compare now, may be the same: ${countOf(items, 'file')}`,
  asOne(said: string, kind: DecidedSetKind, isOfBoth: boolean): string {
    if (kind === 'alike') return `${said}. Names that differ only in their extension are decided together`
    if (kind === 'mail') return `${said}. These mails were read, answered or marked${isOfBoth ? ' on both' : ''}`
    return `${said}. It is decided as a whole (${fileSetNames[kind]})`
  },
  vanished: ({ items, bytes }: { items: number; bytes: number }, label: string): string =>
    `${countOf(items, 'item')} deleted on ${label} (${formatBytes(bytes)})`,
  owned: (owners: readonly string[]): string =>
    `It belongs to ${owners.join(' and ')}: as files it would be somebody else's there`,
  rights: (folders: number): string => `Both changed ${folders === 1 ? 'its' : 'their'} rights or attributes`,
  onlyThere({ added, changed, deleted, bytes }: Amounts, label: string): string {
    if (changed + deleted === 0) return `Only ${label} has it (${countOf(added, 'item')}, ${formatBytes(bytes)})`
    if (added + changed === 0) return `Only ${label} deleted it (${countOf(deleted, 'item')})`
    return `Only ${label} changed it: ${amountsText({ added, changed, deleted, bytes })}`
  },
} as const

/** Of an account that owns files on one laptop, what is known of it on the other. */
export type OwnerThere =
  | { readonly kind: 'missing' }
  | { readonly kind: 'other'; readonly number: number }
  /** The number has a name there alone. */
  | { readonly kind: 'stranger'; readonly name: string }

interface ToldOwner {
  readonly kind: 'user' | 'group'
  readonly name: string
  readonly number: number
  readonly there: OwnerThere
}

/** "user postgres (999, and 112 on XPS 13)" */
export function ownerThere({ kind, name, number, there }: ToldOwner, label: string): string {
  switch (there.kind) {
    case 'missing':
      return `${kind} ${name} (${number}, which ${label} does not have)`
    case 'other':
      return `${kind} ${name} (${number}, and ${there.number} on ${label})`
    case 'stranger':
      return `${kind} ${number} (${there.name} on ${label})`
    default:
      return assertNever(there)
  }
}

interface Rights {
  readonly user: string
  readonly group: string
  readonly mode: string
  /** Whether there are any. */
  readonly attributes: boolean
}

/** Of the two versions that a question is about. */
export const versions = {
  files: (files: number, bytes: number): string => `${countOf(files, 'file')}, ${formatBytes(bytes)}`,
  newer: (files: number, other: string): string => `${formatCount(files)} newer than on ${other}`,
  commit: (branch: string | undefined, title: string): string => `${branch ?? 'No branch'}: ${title}`,
  noCommit: (branch: string | undefined): string => `${branch ?? 'No branch'}, no commits yet`,
  /** "alice:users, mode 770, with an access list or attributes" */
  rights: ({ user, group, mode, attributes }: Rights): string =>
    `${user}:${group}, mode ${mode}${attributes ? ', with an access list or attributes' : ''}`,
  noRepository: 'No repository',
  unreadable: (why: string): string => `Its commits cannot be compared: ${why}`,
  ahead: (commits: number, isMore: boolean, other: string): string =>
    `${isMore ? 'at least ' : ''}${countOf(commits, 'commit')} that ${other} lacks`,
  notAhead: (other: string): string => `${other} has all its commits`,
} as const

function isOneChange({ added, changed, deleted }: Amounts): boolean {
  return changed === 1 && added + deleted === 0
}

function amountsText({ added, changed, deleted }: Amounts): string {
  const parts = [
    added > 0 ? `${formatCount(added)} new` : '',
    changed > 0 ? `${formatCount(changed)} changed` : '',
    deleted > 0 ? `${formatCount(deleted)} deleted` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

export const notDecided = (subject: string): ErrorText => ({
  message: `${subject} changed on both laptops, and neither version was chosen.`,
  hint: 'Choose a version.',
})

export const rightsNotDecided = (subject: string): ErrorText => ({
  message: `Rights or attributes of ${subject} changed on both laptops, and neither laptop's were chosen.`,
  hint: "Choose which laptop's count.",
})

export const changes = {
  base: 'What both laptops had in common has changed since the plan was made.',
  rules: 'What is not copied from your home has changed since the plan was made.',
  newDecision: (subject: string): string => `${subject} needs a decision: it changed since the plan was made.`,
  otherDecision: (subject: string): string => `${subject} changed in another way since the plan was made.`,
  moreDeleted: (count: number): string => `${formatCount(count)} more items were deleted since the plan was made.`,
} as const

export const newSince = {
  written: (items: number, bytes: number): string =>
    `${items === 0 ? '' : `${countOf(items, 'file')}, `}${formatBytes(bytes)} more since the plan: copied too.`,
  deleted: (count: number): string => `${formatCount(count)} more deleted since the plan.`,
} as const

/** "Needs 3 GB for /home" */
export const roomFor = '/home'

export const muchIsGone = (label: string): ErrorText => ({
  message: `More than a tenth of /home on ${label} has disappeared since the plan was made.`,
  hint: `Check /home on ${label}. If this is intended, make a new plan.`,
})

/** What the step does now. */
export const doing = {
  look: 'Looking for what changed',
  fetch: (label: string): string => `Copying to ${label}; nothing there is replaced yet`,
  prove: 'Comparing what has arrived',
  place: (label: string): string => `Putting the files into place on ${label}`,
  lookAgain: 'Looking for what changed meanwhile',
  readBack: 'Reading back what was copied, and a sample',
} as const

export const nothingToChange = (label: string): string => `Nothing had to change on ${label}`
export const copied = (items: number, label: string): string =>
  `${countOf(items, 'file or folder', 'files and folders')} updated on ${label}`

export const notFetched = (files: number, label: string): ErrorText => ({
  message: `${countOf(files, 'file')} did not arrive on ${label} as ${files === 1 ? 'it was' : 'they were'} sent.`,
  hint: 'Nothing was replaced by them. Resume; if it happens again, check the disks and memory of both laptops.',
})

interface ReadBack {
  readonly placed: number
  /** Among it. */
  readonly proven: number
  readonly renamed: number
  readonly sample: number
}

export function readBack({ placed, proven, renamed, sample }: ReadBack): string {
  const rest = placed - proven - renamed
  const others =
    rest === 0 ? '' : proven + renamed === 0 ? `${countOf(rest, 'copied item')} and ` : `${formatCount(rest)} more and `
  const read = `${others}a sample of ${formatCount(sample)} read back and compared byte by byte`
  const arrived = `${countOf(proven, 'copied file')} compared byte by byte on arrival and unchanged in place`
  const moved = `${countOf(renamed, 'file')} under a new name and unchanged since both laptops were last equal`
  return [...(proven === 0 ? [] : [arrived]), ...(renamed === 0 ? [] : [moved]), read].join(', ')
}
export const differ = (items: number, all: number): string =>
  `${countOf(items, 'item')} of ${formatCount(all)} ${items === 1 ? 'differs' : 'differ'}`
export const match = (files: number): string => `${countOf(files, 'file')} ${files === 1 ? 'matches' : 'match'}`

/** In a proof, where what is in the folder is the same, or told by itself. */
export const folderItself = (name: string): string => `${name} (the folder itself)`

/** Why something stays different, though nobody was asked. */
export const leftThere = {
  unreadable: ({ label }: PairLabels['from']): string => `damaged on ${label}, whose disk can't read it`,
  own: ({ to }: PairLabels): string => `changed on ${to.label} during the switch`,
  closed: ({ to }: PairLabels): string => `in a read-only subvolume on ${to.label}, where nothing can be written`,
  owned: ({ to }: PairLabels): string => `owned by accounts that are others on ${to.label}`,
  used: ({ to }: PairLabels): string => `open in a program on ${to.label} during the switch`,
  alone: ({ to }: PairLabels): string => `different on ${to.label}, and nobody was asked`,
  missing: ({ from }: PairLabels): string => `on ${from.label} only, unchanged since the switch that left it there`,
  holdsExcluded: ({ from }: PairLabels): string =>
    `deleted on ${from.label}, but holding files that are always left alone`,
  holdsSpecials: ({ to }: PairLabels): string => `only on ${to.label}, holding sockets or device files`,
} as const

/** What went otherwise than plainly copied; undefined without names. */
export const caches = {
  title: 'Developer caches',
  reason: ({ bytes, ms }: { readonly bytes: number; readonly ms: number }, { to }: PairLabels): string =>
    `${formatBytes(bytes)} of fetched packages and builds would take ${formatAbout(ms)} to reach ${to.label}.`,
} as const

const renamesNamed = 5

export const notes = {
  caches: (count: number, areLeft: boolean, { to }: PairLabels): string | undefined => {
    if (areLeft) return `Developer caches were left out of this switch, as you chose: ${to.label} keeps its own.`
    return count === 0
      ? undefined
      : `${countOf(count, 'item')} of developer caches only ${to.label} has. They stay there.`
  },
  /** "letters is now letters-2026." */
  renamed(count: number, first: readonly { readonly was: string; readonly name: string }[]): string | undefined {
    if (count === 0) return undefined
    const named = first.slice(0, renamesNamed).map(({ was, name }) => isNow(was, name))
    const more = count - named.length
    return `${named.join(', ')}${more > 0 ? `, and ${formatCount(more)} more were renamed` : ''}.`
  },
  replaced: (names: readonly string[], { from, to }: PairLabels) =>
    list(`Both had different versions. ${from.label}'s was used, and ${to.label}'s is in its snapshot`, names),
  later: (names: readonly string[], at: string, { from, to }: PairLabels) =>
    list(
      `Still being written on ${from.label}; ${to.label} has ${names.length === 1 ? 'it' : 'them'} as of ${formatExactTime(at)}`,
      names,
    ),
  commits: ({ place, label, names }: { place: string; label: string; names: readonly string[] }) =>
    list(`Commits of ${label} in ${place} are kept as`, names),
  commitsLost: ({ place, label, why }: { place: string; label: string; why: string }): string =>
    `Commits of ${label} in ${place} could not be added: ${why}. ${label}'s snapshot has the repository as it was.`,
  unlinked: (names: readonly string[]) =>
    list('Hard links that only one laptop can have, because the other has a subvolume between them', names),
  times: (names: readonly string[]) => list('Folders and links that differ only in time', names),
} as const

function list(about: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined
  const some = names.slice(0, 20).join(', ')
  return `${about}: ${names.length > 20 ? `${some} and ${formatCount(names.length - 20)} more` : some}.`
}
