/** What the packages step says. */
import type { HardwareKind } from '../../../contract/packages-calls.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { groupBy } from '../../../kernel/group-by.ts'
import { countOf, formatBytes, formatCount } from '../../../kernel/units.ts'
import type { PackageAction, UnitChange } from '../model.ts'
import { firstOf } from './apps/texts.ts'
import { shortList } from './sources/texts.ts'

export const stepTitle = 'Packages'
export const waitsFor = 'Starts after both systems are recorded'

interface Counts {
  readonly installs: number
  readonly updates: number
  readonly removals: number
  readonly services: number
  readonly sources: number
  readonly marks: number
  readonly rejected: number
}

export function summary({ installs, updates, removals, services, sources, marks, rejected }: Counts): string {
  const parts = [
    ...(installs > 0 ? [`${formatCount(installs)} to install`] : []),
    ...(updates > 0 ? [`${formatCount(updates)} to update`] : []),
    ...(removals > 0 ? [`${countOf(removals, 'removal')} to decide`] : []),
    ...(services > 0 ? [countOf(services, 'service')] : []),
    ...(sources > 0 ? [`${countOf(sources, 'package source')} to decide`] : []),
    ...(marks > 0 ? [countOf(marks, 'hold or mark', 'holds and marks')] : []),
    ...(rejected > 0 ? [`${formatCount(rejected)} can't be installed`] : []),
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
    ['Kept newer, holds', `Newer versions and holds on ${to} stay. Holds are copied from ${from}`] as const,
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
  release: 'No longer on hold',
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

export const busy = (by: string, label: string) =>
  ({
    title: `Packages are being installed on ${label}`,
    text: `${by} is running. Wait until it has finished, then plan again.`,
  }) as const

interface OnlyThere {
  readonly label: string
  readonly version: string
}

interface Removed {
  /** May be empty. */
  readonly summary: string
  readonly auto: boolean
  /** At its version. */
  readonly isHeld: boolean
  /** Of all that go. */
  readonly bytes: number
  /** How many go along. */
  readonly others: number
}

export const onlyThere = ({ label, version }: OnlyThere): string => `Only ${label} has it (${version})`

export function removalReason(only: OnlyThere, { summary, auto, isHeld, bytes, others }: Removed): string {
  const along = others === 0 ? '' : ` with ${others === 1 ? '1 other' : `${formatCount(others)} others`}`
  const parts = [
    ...(summary === '' ? [] : [summary]),
    ...(bytes === 0 ? [] : [`${formatBytes(bytes)}${along}`]),
    auto ? 'Installed for other packages' : 'Installed by hand',
    ...(isHeld ? ['On hold'] : []),
    onlyThere(only),
  ]
  return parts.join(' · ')
}

export const removal = {
  keep: (label: string) => ({ label: `Keep on ${label}`, word: 'Keep', effect: `Stays on ${label}.` }),
  keepAlways: (pair: { from: string; to: string }): string =>
    `Stays on ${pair.to}. ${pair.from} gets it only where another package needs it. Not asked about again.`,
  remove: (label: string) => ({
    label: `Remove from ${label}`,
    word: 'Remove',
    effect: `Removed from ${label}. Its configuration stays.`,
  }),
} as const

interface Consequences {
  readonly removed: readonly string[]
  readonly installed: readonly string[]
  readonly possible: readonly string[]
}

/** Undefined when removing `name` changes nothing else. */
export function consequence(name: string, { removed, installed, possible }: Consequences): string | undefined {
  const sentences = [
    ...(removed.length > 0 ? [`Removing ${name} also removes ${removed.join(', ')}.`] : []),
    ...(installed.length > 0 ? [`Removing ${name} also installs ${installed.join(', ')}.`] : []),
    ...(possible.length > 0 ? [`Removing ${name} lets ${possible.join(', ')} be installed.`] : []),
  ]
  return sentences.length === 0 ? undefined : sentences.join(' ')
}

const unitStates: Readonly<Record<UnitChange['change'], readonly [here: string, label: string]>> = {
  enable: ['starts automatically', 'Enable'],
  disable: ['does not start automatically', 'Disable'],
  mask: ["can't be started", 'Mask'],
  unmask: ['can be started', 'Unmask'],
  'unmask-and-enable': ['starts automatically', 'Unmask and enable'],
  'set-default': ['is what the laptop starts into', 'Start into it'],
}

export const unitReason = (change: UnitChange['change'], label: string): string =>
  `On ${label} it ${unitStates[change][0]}`
export const unitKeep = (label: string) => ({ label: 'Leave', effect: `Stays as it is on ${label}.` })
export const unitKeepAlways = (label: string): string =>
  `Stays as it is on ${label}. Each laptop keeps its own setting. Not asked about again.`
export const unitFollow = ({ change, scope }: UnitChange, label: string) => ({
  label: unitStates[change][1],
  effect: scope === 'users' ? setAs.users(label) : setAs[change](label),
})

const setAs = {
  unmask: (label: string): string => `Set as on ${label}.`,
  enable: (label: string): string => `Set as on ${label}.`,
  disable: (label: string): string => `Set as on ${label}, and stopped now.`,
  mask: (label: string): string => `Set as on ${label}, and stopped now.`,
  'unmask-and-enable': (label: string): string => `Set as on ${label}, and started now.`,
  'set-default': (label: string): string => `Set as on ${label}, from the next start on.`,
  users: (label: string): string => `Set as on ${label}, from each user's next login.`,
} as const

/** Of a service that will be enabled in any case. */
export const unitEnable = {
  later: (label: string) => ({
    label: `When ${label} starts next`,
    word: 'Later',
    effect: `Starts when ${label} starts next, and at every start after that.`,
  }),
  now: (label: string) => ({
    label: 'Start now',
    word: 'Start now',
    effect: `Starts during the switch, and whenever ${label} starts.`,
  }),
} as const

export const working = {
  downloading: 'Downloading packages',
  copying: (label: string): string => `Copying packages from ${label}`,
  installing: 'Installing packages',
} as const

interface NotBrought {
  readonly names: readonly string[]
  /** Of these, what came from the other laptop and is something else. */
  readonly refused: readonly string[]
}

export function notBrought({ names, refused }: NotBrought, from: string, to: string): ErrorText {
  const what = names.length === 1 ? 'one package' : `${formatCount(names.length)} packages`
  const tampered =
    refused.length === 0 ? '' : ` What ${from} sent for ${shortList(refused)} is not what its package source signed.`
  return {
    message: `${to} can't download ${what}, and ${from} can't send ${names.length === 1 ? 'it' : 'them'}: ${shortList(names)}.${tampered} No package was changed.`,
    hint: `Connect ${to} or ${from} to the internet, then resume.`,
  }
}

export const archiveDetail = (fileName: string, bytes: number, sha256: string): string =>
  `${fileName}, ${countOf(bytes, 'byte')}, SHA-256 ${sha256}`

interface Done {
  readonly packages: number
  readonly services: number
  readonly sources: number
  readonly marks: number
}

export function done({ packages, services, sources, marks }: Done, label: string): string {
  const parts = [
    ...(sources > 0 ? [countOf(sources, 'package source')] : []),
    ...(packages > 0 ? [countOf(packages, 'package')] : []),
    ...(services > 0 ? [countOf(services, 'service')] : []),
    ...(marks > 0 ? [countOf(marks, 'hold or mark', 'holds and marks')] : []),
  ]
  return parts.length === 0 ? `No changes needed on ${label}` : `${shortList(parts)} changed on ${label}`
}

/** `done`: without a full stop. `units`: those that systemctl refused to change. */
export const withRefusedUnits = (done: string, units: readonly string[]): string =>
  units.length === 0 ? done : `${done}, ${countOf(units.length, 'service')} could not be set: ${firstOf(units)}`

const acts: Readonly<Record<PackageAction['act'], string>> = {
  install: 'installed',
  update: 'updated',
  downgrade: 'replaced by an older version',
  remove: 'removed',
}

/** What changed since the plan was answered, a sentence each. */
export const changed = {
  nowAlso: ({ name, act }: PackageAction) => `${name} would now be ${acts[act]}, too.`,
  noLonger: ({ name, act }: PackageAction) => `${name} no longer needs to be ${acts[act]}.`,
  newQuestion: (name: string) => `Removing ${name} is a new question.`,
  goneQuestion: (name: string) => `Removing ${name} is no longer a question.`,
  notInstallable: (name: string) => `${name} can no longer be installed.`,
  unitDiffers: (unit: string) => `${unit} differs now.`,
  unitSame: (unit: string) => `${unit} no longer differs.`,
} as const
