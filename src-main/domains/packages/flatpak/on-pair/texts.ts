/** What is said of Flatpak apps. */
import { countOf, formatBytes, formatCount } from '../../../../kernel/units.ts'
import { firstOf } from '../../on-pair/apps/texts.ts'

export const apps = (count: number): string => countOf(count, 'Flatpak app')

export const program = 'Flatpak'
export const title = 'Flatpak apps'
export const roomFor = 'Flatpak apps'

interface Counts {
  readonly installs: number
  readonly updates: number
  readonly removals: number
  readonly remotes: number
  readonly rejected: number
  readonly later: number
}

/** Empty when there is nothing to say. */
export function summary({ installs, updates, removals, remotes, rejected, later }: Counts): string {
  const parts = [
    ...(installs > 0 ? [`${apps(installs)} to install`] : []),
    ...(updates > 0 ? [`${apps(updates)} to update`] : []),
    ...(remotes > 0 ? [`${countOf(remotes, 'app source')} to decide`] : []),
    ...(removals > 0 ? [`${countOf(removals, 'removal')} of Flatpak apps to decide`] : []),
    ...(rejected > 0 ? [`${apps(rejected)} can't be installed`] : []),
    ...(later > 0 ? [`${apps(later)} not in this switch`] : []),
  ]
  return parts.join(', ')
}

export const blocks = {
  install: (count: number, label: string) => [title, `${apps(count)} to install on ${label}`] as const,
  update: (count: number, label: string) => ['Flatpak updates', `${apps(count)} to update on ${label}`] as const,
  settings: (from: string, to: string) =>
    ['Flatpak settings', `Permissions and held versions on ${to} as on ${from}`] as const,
  settingsThere: (label: string) => ['Flatpak settings that stay', `Set on ${label} alone`] as const,
  newer: (label: string) => ['Newer Flatpak apps', `Newer versions on ${label} stay`] as const,
  rejected: (label: string) => ["Flatpak apps that can't be installed", `${label} does not get these`] as const,
} as const

export const installDetail = (version: string, remote: string): string =>
  version === '' ? `from ${remote}` : `${version}, from ${remote}`
export const updateDetail = (version: string): string => (version === '' ? 'newer version' : version)
export const newerDetail = (label: string): string => `${label} has a newer version`
export const markDetails = {
  mask: 'Not updated by itself from now on',
  pin: 'Stays even if no app needs it',
  override: 'Permissions as they were set by hand',
} as const

export const markStays = (label: string) =>
  ({
    mask: `Not updated by itself on ${label} alone, and stays so`,
    pin: `Stays on ${label} alone, even if no app needs it`,
    override: `Permissions set by hand on ${label} alone. They stay`,
  }) as const

export const failedBefore = (names: readonly string[], label: string) =>
  ({
    title: `${apps(names.length)} could not be installed on ${label} the last time`,
    text: `${names.slice(0, 5).join(', ')}. It is tried again.`,
  }) as const

/** `lacking`: which of the two is without ostree. */
export const downloads = (
  names: readonly string[],
  lacking: 'from' | 'to',
  labels: Readonly<Record<'from' | 'to', string>>,
) =>
  ({
    title: `${labels.to} has to download ${apps(names.length)}`,
    text: `${firstOf(names)}. To have ${names.length === 1 ? 'it' : 'them'} copied from ${labels.from}, run "sudo apt install ostree" on ${labels[lacking]}, then plan again.`,
  }) as const

export const doctor = {
  title: 'Flatpak',
  passed: 'Its apps are copied from one laptop to the other.',
  lacking: (label: string) => ({
    text: 'ostree is not installed, so the apps that a switch brings are downloaded.',
    hint: `Run "sudo apt install ostree" on ${label}.`,
  }),
} as const

export const personUnknown = (from: string, to: string) =>
  ({
    title: `Flatpak apps in the home folder of ${from} can't be listed`,
    text: `They are copied with it. A runtime that they need and that ${to} lacks is not, so some may not start there. See what "flatpak list --user" says.`,
  }) as const

export const removal = {
  reason: (label: string, version: string, bytes: number): string =>
    [
      'Flatpak app',
      ...(version === '' ? [] : [version]),
      ...(bytes > 0 ? [formatBytes(bytes)] : []),
      `only ${label} has it`,
    ].join(' · '),
  effect: (label: string): string => `Removed from ${label}. Its files in home folders stay.`,
} as const

export const inInstallation = (name: string, installation: string): string => `${name} (${installation})`
/** Of installations beside the usual one. */
export const others = {
  title: 'Other Flatpak installations',
  block: (count: number, from: string) =>
    ['Other Flatpak installations', `${apps(count)} stay on ${from} only`] as const,
  detail: (installation: string): string => `In the installation ${installation}. Install it there by hand`,
  what: (count: number): string => `${apps(count)} in other installations`,
  proof: (count: number): string => `${apps(count)} in other installations. They are neither copied nor compared`,
} as const

export const bringing = (label: string): string => `Copying Flatpak apps to ${label}`
export const installing = 'Installing Flatpak apps'
export const done = (count: number, label: string): string =>
  count === 0 ? `Flatpak apps on ${label} need no changes` : `${countOf(count, 'change')} to Flatpak apps on ${label}`

export const ofLaptop = 'Parts of Flatpak for its graphics card and languages'
export const sameVersion = (count: number): string =>
  `${countOf(count, 'app and runtime', 'apps and runtimes')} ${count === 1 ? 'has' : 'have'} the same version`
export const leftThere = {
  rejected: (label: string): string => `not installable on ${label}`,
  newer: (label: string): string => `newer on ${label}`,
  failed: (label: string): string => `not installed on ${label}`,
  program: (label: string): string => `without Flatpak on ${label}`,
  onlyThere: (label: string): string => `set on ${label} alone`,
} as const
export const failed = (what: string, words: string, label: string): string =>
  `${what} could not be installed on ${label}.${words === '' ? '' : ` Flatpak said: ${words.split('\n').join(' / ')}.`} The next switch tries it again.`
export const apart = (count: number): string =>
  `${formatCount(count)} ${count === 1 ? 'part' : 'parts'} of runtimes that Flatpak chooses by graphics card and language ${count === 1 ? 'is' : 'are'} not compared`
