/** What is said of snaps. */
import { countOf, formatBytes } from '../../../../kernel/units.ts'
import { type Snap, type SnapSetting, shownVersion } from '../model.ts'
import { firstOf } from '../../on-pair/apps/texts.ts'
import type { SnapPlan, SnapWhyNot } from './snap-plan.ts'

export const snaps = (count: number): string => countOf(count, 'snap')

export const program = 'snapd'
export const title = 'Snaps'
export const roomFor = 'snaps'

interface Counts {
  readonly installs: number
  readonly classic: number
  readonly removals: number
  readonly rejected: number
  readonly later: number
}

/** Empty when there is nothing to say. */
export function summary({ installs, classic, removals, rejected, later }: Counts): string {
  const parts = [
    ...(installs > 0 ? [`${snaps(installs)} to install`] : []),
    ...(classic > 0 ? [`${snaps(classic)} without confinement to decide`] : []),
    ...(removals > 0 ? [`${countOf(removals, 'removal')} of snaps to decide`] : []),
    ...(rejected > 0 ? [`${snaps(rejected)} can't be installed`] : []),
    ...(later > 0 ? [`${snaps(later)} not in this switch`] : []),
  ]
  return parts.join(', ')
}

export const blocks = {
  install: (count: number, label: string) => [title, `${snaps(count)} to install on ${label}`] as const,
  channels: (from: string, to: string) => ['Snap channels', `What snaps follow on ${to}, as on ${from}`] as const,
  rejected: (label: string) => ["Snaps that can't be installed", `${label} does not get these`] as const,
  otherwise: (from: string, to: string) =>
    ['Snaps in other versions', `${from} and ${to} keep the versions that they have`] as const,
} as const

export const installDetail = (version: string, publisher: string): string =>
  publisher === '' ? version : `${version}, by ${publisher}`

export const followDetail = (channel: string): string => `Follows ${channel} from now on`

const countSettings = ({ length }: readonly unknown[]): string => countOf(length, 'setting')
const settingWords = {
  ...{ hold: 'held', disable: 'turned off', connect: 'connected', disconnect: 'disconnected', alias: 'alias' },
} as const
const commands: Readonly<Record<SnapSetting['what'], (one: SnapSetting) => string>> = {
  hold: ({ name }) => `snap refresh --hold ${name}`,
  disable: ({ name }) => `snap disable ${name}`,
  connect: ({ name, of }) => `snap connect ${name} ${of}`,
  disconnect: ({ name, of }) => `snap disconnect ${name} ${of}`,
  alias: ({ name, of }) => `snap alias ${of} ${name}`,
}

/** Of what is only told. */
export const settingTexts = {
  ...{ title: 'Snap settings', counted: countSettings },
  what: (all: readonly unknown[]): string => `${countSettings(all)} of snaps`,
  inPlan: (all: readonly unknown[]): string => `${countSettings(all)} of snaps not copied`,
  summaryOf: (all: readonly unknown[], from: string): string => `${countSettings(all)} of snaps stay on ${from} only`,
  /** "maps:camera :camera (connected)"; the same for what is the same. */
  shown: ({ what, name, of }: SnapSetting): string => `${of === '' ? name : `${name} ${of}`} (${settingWords[what]})`,
  detail: (one: SnapSetting): string => `For the same there: sudo ${commands[one.what](one)}`,
  nothingDone: (label: string): string => `No setting of a snap was changed on ${label}`,
  rule: 'Holds, connections and aliases of snaps, and that one is off, are not copied',
} as const

const whyNot: Readonly<Record<SnapWhyNot, (label: string) => string>> = {
  file: () => 'It was installed from a file, and the store does not offer it. Install it by hand',
  devmode: () => 'It runs in developer mode. Install it by hand',
  'no-classic': (label) => `It has no confinement, which snapd on ${label} does not allow`,
}
export const rejected = (why: SnapWhyNot, label: string): string => whyNot[why](label)

type Otherwise = SnapPlan['otherwise'][number]

/** A plain refresh brings the newest of the channel, which may be another one again. Undefined for one of a file. */
function refreshCommand({ name, revision, isFromStore }: Otherwise): string | undefined {
  return isFromStore ? `sudo snap refresh --revision=${revision} ${name}` : undefined
}

export function otherwiseDetail(one: Otherwise, label: string): string {
  const command = refreshCommand(one)
  const how = command === undefined ? '' : `. For the same there: ${command}`
  return `${shownVersion(one)} here, revision ${one.there} on ${label}${how}`
}

export function otherwiseNotice(all: readonly Otherwise[], label: string) {
  const commands = all.flatMap((one) => refreshCommand(one) ?? [])
  const [only] = commands
  const how =
    only === undefined
      ? `Install the same ${all.length === 1 ? 'file' : 'files'}`
      : commands.length === 1
        ? `Run "${only}"`
        : 'Run the commands that are beside "Snaps in other versions"'
  return {
    title: `${snaps(all.length)} ${all.length === 1 ? 'has' : 'have'} another version on ${label}`,
    text: `${firstOf(all.map(({ name }) => name))}. A snap keeps what it stores by its version, in ~/snap. ${how} on ${label} and make the plan again. Otherwise it may not find there what it stored here.`,
  } as const
}

export const silent = (label: string) =>
  ({
    title: `snapd on ${label} does not answer`,
    text: `Snaps are neither copied nor compared. Run "systemctl status snapd" on ${label} to see why.`,
  }) as const

export const failedBefore = (names: readonly string[], label: string) =>
  ({
    title: `${countOf(names.length, 'change')} to snaps on ${label} failed the last time`,
    text: `${names.slice(0, 5).join(', ')}. It is tried again.`,
  }) as const

export const classic = {
  reason: (version: string, publisher: string): string =>
    ['Snap without confinement', version, ...(publisher === '' ? [] : [`by ${publisher}`])].join(' · '),
  leave: 'does not get it.',
  install: (label: string) => ({
    label: `Install on ${label}`,
    word: 'Install',
    effect: `Installed on ${label}, where it can read and change everything that its user can.`,
  }),
} as const

export const removal = {
  reason: (label: string, version: string, bytes: number): string =>
    ['Snap', version, ...(bytes > 0 ? [formatBytes(bytes)] : []), `only ${label} has it`].join(' · '),
  effect: (label: string): string =>
    `Removed from ${label} with what it stored. snapd keeps a copy of that for 31 days ("snap saved").`,
} as const

/** "Snap Store, latest/stable, by Mozilla". */
export const origin = ({ isFromStore, channel, publisher }: Snap): string =>
  isFromStore
    ? [
        'Snap Store',
        ...(channel === undefined ? [] : [channel]),
        ...(publisher === '' ? [] : [`by ${publisher}`]),
      ].join(', ')
    : 'a file'

export const installing = 'Installing snaps'
export const done = (count: number, label: string): string =>
  count === 0 ? `Snaps on ${label} need no changes` : `${countOf(count, 'change')} to snaps on ${label}`

export const proofTitle = 'Snaps'
export const sameVersion = (count: number): string => `${snaps(count)} ${count === 1 ? 'has' : 'have'} the same version`
export const leftThere = {
  rejected: (label: string): string => `not installable on ${label}`,
  otherwise: (label: string): string => `another version on ${label}`,
  failed: (label: string): string => `not installed on ${label}`,
  program: (label: string): string => `without snapd on ${label}`,
  unplanned: (label: string): string => `not in the plan, so not set on ${label}`,
} as const
export const failed = (what: string, words: string, label: string): string =>
  `${what} could not be installed or set on ${label}.${words === '' ? '' : ` snapd said: ${words.split('\n').join(' / ')}.`} The next switch tries it again.`
/** Of one laptop or both. */
export const notCompared = {
  plan: (labels: readonly string[]): string =>
    `Snaps were neither copied nor compared, because snapd on ${labels.join(' and ')} did not answer`,
  now: (labels: readonly string[]): string =>
    `Snaps were not compared, because snapd on ${labels.join(' and ')} did not answer`,
} as const
