/** What the checks of two laptops say: cells, remedies, blockers and questions. */
import type { Reservation } from '../../../commons/ledger/verbs.ts'
import { chargedPercent } from '../../../contract/settings-calls.ts'
import { formatTime } from '../../../kernel/format-time.ts'
import { formatBytes, formatDuration } from '../../../kernel/units.ts'
import type { CheckedFacts, Session } from '../verbs.ts'
import type { LaptopPair } from './check.ts'

type Person = CheckedFacts['person']
interface BlockerText {
  readonly title: string
  readonly text: string
}

export const stepTitle = 'Check laptops'
export const bothReady = 'Both laptops are ready'
export const holderChanged = 'The laptop with the latest work has changed since the plan was made.'
export const decideFirst = 'Decide this first'
export const nothingChangedYet = 'Nothing is changed before copying starts.'
export const ready = ({ from, to }: LaptopPair): string => `${from.label} and ${to.label} are ready`

export const doctor = {
  title: (places: readonly string[]): string => `File system of ${places.join(' and ')}`,
  passed: (freeBytes: number): string => `btrfs, ${formatBytes(freeBytes)} free.`,
  failed: (fsType: string): string => `${fsType}, not btrfs.`,
  hint: 'Move it to btrfs: snapshots need it, and pc-switcher changes nothing without a snapshot.',
  home: '/home',
  homeAtNextStart: (label: string) => ({
    text: 'Becomes a subvolume of its own when the laptop starts.',
    hint: `Restart ${label}. Until then nothing can be switched.`,
  }),
  homeFolder: {
    text: 'A folder of the system, not a subvolume of its own.',
    hint: 'Pair the laptops again: pc-switcher then makes it one.',
  },
} as const

export const rowTitles = {
  power: 'Power',
  disk: 'Disk space',
  home: '/home',
  clock: 'Clock',
  doors: 'Who may come in',
  holder: 'Latest work',
  otherSwitch: 'Other switches',
  name: 'Host name',
  person: 'Account',
  sessions: 'Logged in',
  version: 'pc-switcher',
  connection: 'Connection',
} as const

export const sameHostName =
  'Both laptops have this host name. pc-switcher tells them apart; other programs may not. Rename one: sudo hostnamectl set-hostname NAME'

export const doorsOpen = 'The other laptop and you'
export const doorsClosing = 'Not everybody next time'
export const doorsShut = 'Not what a switch sends'

export const plugIn = 'Plug both laptops in. If one runs out of power, the switch has to be resumed later.'

/** `labels`: the laptops that have too little. */
export const powerWanted = {
  charged: (labels: readonly string[]): BlockerText => ({
    title: `Plug in ${labels.join(' and ')}`,
    text: `Your settings ask for a charge of at least ${chargedPercent}%, or mains power, before copying starts.`,
  }),
  plugged: (labels: readonly string[]): BlockerText => ({
    title: `Plug in ${labels.join(' and ')}`,
    text: 'Your settings ask for mains power on both laptops before copying starts.',
  }),
} as const

export const powerCommit = 'Set what power a switch needs'

export function powerText({ plugged, percent }: CheckedFacts['power']): string {
  const charge = percent === undefined ? '' : `, ${percent}%`
  return `${plugged ? 'Plugged in' : 'On battery'}${charge}`
}

export const freeText = (bytes: number): string => `${formatBytes(bytes)} free`

export function diskNearlyFull(label: string, bytes: { readonly free: number; readonly needed: number }): BlockerText {
  return {
    title: `The disk of ${label} is nearly full`,
    text: `A switch needs ${formatBytes(bytes.needed)}, but only ${formatBytes(bytes.free)} are free. Delete files or old snapshots on ${label}.`,
  }
}

export const homeText = {
  subvolume: 'A subvolume of its own',
  folder: 'A folder of the system',
  'at-next-start': 'Becomes a subvolume at the next start',
  failed: 'Could not be made a subvolume',
} as const

/** Of laptops whose /home is no subvolume of its own. */
export const homeFirst = {
  restart: (label: string): BlockerText => ({
    title: `Restart ${label}`,
    text: `Its /home becomes a subvolume of its own when it starts. A switch needs that.`,
  }),
  pairAgain: (label: string): BlockerText => ({
    title: `/home of ${label} is not a subvolume`,
    text: 'Pair the laptops again: pc-switcher then makes it one, at the next start. To see what stands against it: pc-switcher doctor',
  }),
} as const

const personText = ({ name, uid, gid, home }: Person): string => `${name} (user ${uid}, group ${gid}, ${home})`
export const personCellText = ({ name, uid, gid, home }: Person): string =>
  `${name}, user ${uid}, group ${gid}, ${home}`

export function accountsDiffer(here: Person, there: Person, { from, to }: LaptopPair): BlockerText {
  return {
    title: 'The accounts on the two laptops differ',
    text: `${from.label} has ${personText(here)}, ${to.label} has ${personText(there)}. Linux stores owners as numbers, so name, numbers and home folder must be the same on both. Change them with usermod and groupmod.`,
  }
}

/** Groups of the account that one laptop has only, and a crontab: what to do by hand. Undefined where there is nothing. */
export function ofPersonDiffers(here: CheckedFacts, there: CheckedFacts, { from, to }: LaptopPair): string | undefined {
  const { name } = here.person
  const [groups, others] = [here.ofPerson.groups, there.ofPerson.groups]
  const join = (missing: readonly string[], on: string, only: string) =>
    missing.map((group) => `${name} is in the group ${group} on ${only} only. On ${on}: sudo adduser ${name} ${group}.`)
  const told = [
    ...join(
      groups.filter((group) => !others.includes(group)),
      to.label,
      from.label,
    ),
    ...join(
      others.filter((group) => !groups.includes(group)),
      from.label,
      to.label,
    ),
    ...(here.ofPerson.hasCrontab
      ? [`The crontab of ${name} is not copied: on ${from.label}, crontab -l shows it.`]
      : []),
  ]
  return told.length === 0 ? undefined : told.join(' ')
}

const sessionKinds = { desktop: 'desktop', terminal: 'terminal', remote: 'over the network' } as const

/** "alice: desktop, screen locked, since today, 09:12" */
export function sessionsText(sessions: readonly Session[], nowMs: number): string {
  if (sessions.length === 0) return 'Nobody'
  return sessions
    .map(({ account, kind, isLocked, isIdle, since }) => {
      const state = isLocked ? ', screen locked' : isIdle ? ', not used at the moment' : ''
      return `${account}: ${sessionKinds[kind]}${state}, since ${formatTime(since, nowMs)}`
    })
    .join('; ')
}

export const logOut = ({ to }: LaptopPair): string =>
  `Save your work on ${to.label} and log out there. What its programs save during the switch stays, but may have to be decided on next time.`

/** For whoever sits at the target: they cannot log out of what they use. */
export const closePrograms = ({ to }: LaptopPair): string =>
  `Save your work on ${to.label} and close your programs. What they save during the switch stays, but may have to be decided on next time.`

export const versionText = (version: string): string => `Version ${version}`

export function versionsDiffer(here: string, there: string, { from, to }: LaptopPair): BlockerText {
  return {
    title: 'The versions of pc-switcher differ',
    text: `${from.label} has version ${here}, ${to.label} has ${there}. Install the same version on both.`,
  }
}

export const setByHand = 'Set by hand'
export const setAutomatically = 'Set automatically'
export const turnOnAutomaticTime = 'Turn on automatic time on both laptops.'

/** Of the receiver's clock, compared with that of the sender, `label`. */
export function clocksAgree(apartMs: number, label: string, byHand: boolean): string {
  const within = `Within ${Math.max(1, Math.ceil(Math.abs(apartMs) / 1000))} s of ${label}`
  return byHand ? `${within}, set by hand` : within
}

/** "5.0 s ahead" */
export function apartText(apartMs: number): string {
  const ms = Math.abs(apartMs)
  const amount = ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms)
  return `${amount} ${apartMs < 0 ? 'behind' : 'ahead'}`
}

export function clocksTooFarApart(apartMs: number, { to }: LaptopPair): BlockerText {
  return {
    title: 'The clocks are too far apart',
    text: `The clock of ${to.label} is ${apartText(apartMs)}, so file dates can't be compared. ${turnOnAutomaticTime}`,
  }
}

export const roundTripText = (ms: number): string => `Answered in ${ms < 1 ? 'less than 1' : Math.round(ms)} ms`
/** How long one answer took is all that is known. */
export const slowAnswer = (label: string): string =>
  `${label} took long to answer. It may be busy, or the connection slow; then a network cable helps.`

export const noSwitchYet = 'No switch yet'
export const notKnown = 'Not known'
export const hasLatestWork = 'Has the latest work'
export const handedOver = (since: string, nowMs: number): string => `Handed over ${formatTime(since, nowMs)}`
export const otherHasLatestWork = (name: string): string => `${name} has the latest work`

export const none = 'None'
export const oneRuns = 'One is running'
export const oneUnfinished = 'One has not finished'

interface Reserved {
  readonly of: Reservation
  readonly since: string
  readonly startedOn: string
}

export function reservedFor({ of, since, startedOn }: Reserved, nowMs: number): BlockerText {
  if (of.kind === 'work') {
    const what = `Files or snapshots of ${of.laptop.label}`
    return {
      title: `${of.laptop.label} is in use`,
      text: `${what} are in use since ${formatTime(since, nowMs)}, started on ${startedOn}. Wait until that has finished.`,
    }
  }
  return {
    title: 'Another switch is running',
    text: `${of.from.label} → ${of.to.label}, since ${formatTime(since, nowMs)}, started on ${startedOn}. Wait until it has finished, or pause it there.`,
  }
}

export function newerWork(since: string, nowMs: number, { from, to }: LaptopPair): string {
  return `${to.label} has newer work than ${from.label}, since ${formatTime(since, nowMs)}. Continue anyway?`
}
/** Why packages alone go the other way. */
export function rulesElsewhere({ from, to }: LaptopPair): BlockerText {
  return {
    title: `${to.label} has the latest work`,
    text: `What you decided about packages is kept there. Install its packages on ${from.label}, or switch to ${from.label} first.`,
  }
}
export const holderUnknown = (why: string): string => `It is unclear which laptop has the latest work. ${why}`
export const shouldBeOn = (name: string): string => `It should be on ${name}.`

export const whichLeads = 'Which laptop leads?'
export const takeAnyway = {
  label: ({ from, to }: LaptopPair): string => `Copy ${from.label} to ${to.label} anyway`,
  effect: ({ to }: LaptopPair): string =>
    `Work that only ${to.label} has stays there. Where both changed the same file, you decide. A snapshot of ${to.label} is taken first.`,
}
export const stopLabel = 'Stop here'
export const startThereInstead = ({ from, to }: LaptopPair): string =>
  `Nothing is changed. Bring the work of ${to.label} to ${from.label} instead.`

export const unfinishedSwitch = 'Unfinished switch'
export function unfinished(way: { readonly from: string; readonly to: string }, since: string, nowMs: number): string {
  return `The switch from ${way.from} to ${way.to}, started ${formatTime(since, nowMs)}, has not finished.`
}
export const beginAnew = {
  label: 'Start a new switch',
  effect: ({ from, to }: LaptopPair): string =>
    `${from.label} is copied to ${to.label} from the beginning. The unfinished switch can no longer be resumed.`,
}
export const resumeInstead = 'Nothing is changed. Resume the unfinished switch instead.'
