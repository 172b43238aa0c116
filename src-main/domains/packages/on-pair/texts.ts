/** What the plan says of packages and services. */
import type { HardwareKind } from '../../../contract/packages-calls.ts'
import { groupBy } from '../../../kernel/group-by.ts'
import { countOf, formatCount } from '../../../kernel/units.ts'
import { firstOf } from './apps/texts.ts'
import { counted as notInThisSwitch } from './later/texts.ts'
import { shortList } from './sources/texts.ts'

export const stepTitle = 'Packages'
/** After how many there are. */
export const counted = {
  add: { one: 'installed', many: 'installed' },
  update: { one: 'updated', many: 'updated' },
  enable: { one: 'service starts by itself', many: 'services start by themselves' },
  disable: { one: 'service no longer starts by itself', many: 'services no longer start by themselves' },
} as const

/** In the settings. */
export const copies = {
  title: 'Packages and services',
  text: 'Programs from apt, and which services start.',
} as const
export const roomFor = 'packages'
export const waitsFor = 'Starts after both systems are recorded'

interface Counts {
  readonly installs: number
  readonly updates: number
  readonly removals: number
  readonly services: number
  readonly sources: number
  readonly marks: number
  readonly rejected: number
  readonly later: number
}

export function summary({ installs, updates, removals, services, sources, marks, rejected, later }: Counts): string {
  const parts = [
    ...(installs > 0 ? [`${formatCount(installs)} to install`] : []),
    ...(updates > 0 ? [`${formatCount(updates)} to update`] : []),
    ...(removals > 0 ? [`${countOf(removals, 'removal')} to decide`] : []),
    ...(services > 0 ? [countOf(services, 'service')] : []),
    ...(sources > 0 ? [`${countOf(sources, 'package source')} to decide`] : []),
    ...(marks > 0 ? [countOf(marks, 'package mark')] : []),
    ...(rejected > 0 ? [`${formatCount(rejected)} can't be installed`] : []),
    ...(later > 0 ? [notInThisSwitch(later)] : []),
  ]
  return parts.length === 0 ? 'Packages and services are the same' : parts.join(', ')
}

export const heading = (from: string, to: string, hasSources: boolean) =>
  ({
    title: `${to} gets ${from}'s packages`,
    lead: hasSources
      ? 'Package sources are added, packages removed, and services started or stopped only if you say so. The rest is automatic.'
      : 'Packages are removed, and services started or stopped, only if you say so. The rest is automatic.',
  }) as const

export const blocks = {
  install: (count: number, label: string) =>
    ['Install', `${countOf(count, 'package')} to install on ${label}`] as const,
  update: (count: number, label: string) => ['Update', `${countOf(count, 'package')} to update on ${label}`] as const,
  kept: (from: string, to: string) =>
    [
      'Newer and held versions',
      `Newer versions on ${to} stay, and so do packages on hold there alone. What is on hold on ${from} is on hold there too`,
    ] as const,
  services: (label: string) => ['Services', `Services that will start automatically on ${label}`] as const,
  rejected: (label: string) => ["Can't be installed", `These stay as they are on ${label}`] as const,
} as const

export const neededByOthers = (version: string): string => `${version}, needed by others`
export const fromVersionTo = (before: string, after: string): string => `${before} → ${after}`
export const again = (version: string): string => `${version}, installed again`
export const newerStays = (newer: string, older: string, label: string): string =>
  `${newer} stays. ${label} has the older ${older}`
export const markDetails = {
  hold: 'Held at this version from now on',
  manual: 'Marked as manually installed',
  'keep-out': 'On hold from now on, so that apt does not install it',
  unhold: 'No longer on hold',
  'not-manual': 'No longer marked as manually installed',
} as const
export const markStays = {
  hold: (label: string): string => `Held on ${label} alone, and stays so`,
  manual: (label: string): string => `Marked as manually installed on ${label} alone, and stays so`,
  'keep-out': (label: string): string => `Not installed, and on hold on ${label} alone. It stays so`,
} as const
export const startsWhen = {
  system: (label: string): string => `Starts when ${label} starts next, and now only if you say so`,
  users: 'Starts when its user logs in next',
  home: 'Its file is in your home folder, and is copied with it',
} as const
export const heldThere = (version: string): string => `Held at ${version}`

/** `reason` without a full stop. */
export function cannotInstall(reason: string, needsRemovalOf: readonly string[]): string {
  if (needsRemovalOf.length === 0) return reason
  return `${reason}. Remove ${needsRemovalOf.join(', ')} to install it.`
}

export const interrupted = (packages: readonly string[], label: string) =>
  ({
    title: `An installation was interrupted on ${label}`,
    text: `It is finished first: ${packages.slice(0, 5).join(', ')}.`,
  }) as const

export const triedAgain = (packages: readonly string[], label: string) =>
  ({
    title: `${countOf(packages.length, 'package')} could not be set up on ${label}`,
    text: `${packages.slice(0, 5).join(', ')}. It is tried again first, and everything else goes on if it fails.`,
  }) as const

interface Ruled {
  readonly packages: readonly string[]
  readonly services: readonly string[]
  readonly sources: readonly string[]
}

function namesOf({ packages, services, sources }: Ruled): string {
  return firstOf([...packages, ...services, ...sources])
}

/** With its verb: "2 packages and 1 service are". */
function countsOf({ packages, services, sources }: Ruled): string {
  const counts = [
    ...(packages.length > 0 ? [countOf(packages.length, 'package')] : []),
    ...(services.length > 0 ? [countOf(services.length, 'service')] : []),
    ...(sources.length > 0 ? [countOf(sources.length, 'package source')] : []),
  ]
  const isOne = packages.length + services.length + sources.length === 1
  return `${shortList(counts)} ${isOne ? 'is' : 'are'}`
}

export const keptNotice = (ruled: Ruled) =>
  ({
    title: `${countsOf(ruled)} left as you chose`,
    text: `${namesOf(ruled)}. Each laptop keeps its own. To be asked again, remove the rule.`,
  }) as const

export const bothNotice = (ruled: Ruled, from: string, to: string) =>
  ({
    title: `${countsOf(ruled)} to be on both laptops`,
    text: `${namesOf(ruled)}. What only ${to} has stays there, and the next switch to ${from} brings it. To be asked again, remove the rule.`,
  }) as const

/** What of a laptop a package is for. */
export const hardwarePurposes: Readonly<Record<HardwareKind, string>> = {
  kernel: 'Kernel',
  firmware: 'Firmware',
  microcode: 'Processor',
  graphics: 'Graphics card',
  driver: 'Driver',
  bootloader: 'Boot loader',
  vendor: 'Tool for this make of laptop',
}

export function hardware(packages: readonly { readonly name: string; readonly purpose: HardwareKind }[]) {
  const groups = [...groupBy(packages, ({ purpose }) => hardwarePurposes[purpose])]
  const named = groups.map(([purpose, group]) => `${purpose}: ${firstOf(group.map(({ name }) => name))}`)
  return {
    title: 'Hardware packages are left alone',
    text: `Each laptop keeps its own, and they are not compared. ${named.join('. ')}.`,
  } as const
}

export const ofOwn = (names: readonly string[]) =>
  ({
    title: 'Packages that pc-switcher needs are left alone',
    text: `Each laptop keeps its own, and they are not compared: ${firstOf([...new Set(names)])}.`,
  }) as const

export const bySnap = (names: readonly string[]) =>
  ({
    title: `${shortList(names)} ${names.length === 1 ? 'comes' : 'come'} as ${names.length === 1 ? 'a snap' : 'snaps'}`,
    text: `${names.length === 1 ? 'This package only installs a snap, and is' : 'These packages only install snaps, and are'} left alone. Snaps are copied as snaps.`,
  }) as const

export const architectures = (names: readonly string[], { from, to }: { readonly from: string; readonly to: string }) =>
  ({
    title: `${to} also takes packages for ${shortList(names)}`,
    text: `As ${from} does. Its package lists for ${names.length === 1 ? 'this architecture' : 'these architectures'} are fetched, too.`,
  }) as const

export const architecture = 'Added with the packages that need it. Never removed'

export const busy = (by: string, label: string) =>
  ({
    title: `Packages are being installed on ${label}`,
    text: `${by} is running. Wait until it has finished, then plan again.`,
  }) as const
