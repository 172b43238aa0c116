/** Every sentence of the page of programs. */
import type { PackageDecision, PackageRule } from '../../../src-main/contract/package-rule.ts'
import type { ComparedPackage, HardwareKind, PackageDifference } from '../../../src-main/contract/packages-calls.ts'
import { inHome } from '../../../src-main/contract/packages-others-words.ts'
import { countOf, formatBytes, formatCount } from '../../../src-main/kernel/units.ts'
import type { ListedKind } from './packages-routes.ts'

export interface LaptopLabels {
  readonly here: string
  readonly there: string
}

type Installed = NonNullable<ComparedPackage['here']>

const differences: Readonly<Record<PackageDifference, (labels: LaptopLabels) => string>> = {
  'only-here': ({ here }) => `Only on ${here}`,
  'only-there': ({ there }) => `Only on ${there}`,
  'newer-here': ({ here }) => `Newer on ${here}`,
  'older-here': ({ there }) => `Newer on ${there}`,
  marks: () => 'Marked on one only',
  same: () => 'The same on both',
}

const decidedBy: Readonly<Record<PackageDecision, string>> = {
  apart: 'each laptop keeps its own',
  both: 'always on both',
  never: 'never changed',
}

const byRule = ({ name, decision }: PackageRule): string => `By the rule ${name}: ${decidedBy[decision]}`

const hardwareReasons: Readonly<Record<HardwareKind, string>> = {
  kernel: 'it belongs to the kernel that starts the laptop',
  firmware: 'it is firmware for parts of the hardware',
  microcode: 'it is for the processor',
  graphics: 'it drives the graphics card',
  driver: 'it drives a part of the hardware, such as wireless',
  bootloader: 'the laptop starts with it',
  vendor: 'it is a tool for this make of laptop, its firmware or its power',
}

function leftAlone({ apart, hardware }: ComparedPackage): string {
  if (apart === 'snap') return 'Left alone on both laptops: it only installs a snap, which is copied as a snap.'
  const why =
    apart === 'own'
      ? 'pc-switcher needs it'
      : hardware === undefined
        ? 'it fits the hardware'
        : hardwareReasons[hardware]
  return `Left alone on both laptops: ${why}.`
}

function origins(
  { here, there }: { readonly here: readonly string[]; readonly there: readonly string[] },
  labels: LaptopLabels,
): string {
  const nowhere = 'no package sources'
  const listed = (all: readonly string[]): string => (all.length === 0 ? nowhere : all.join(', '))
  if (here.length + there.length === 0) return 'No package sources of either laptop'
  if (listed(here) === listed(there)) return listed(here)
  return `${labels.here}: ${listed(here)}. ${labels.there}: ${listed(there)}`
}

const kinds = {
  package: 'Packages',
  unit: 'Services',
  source: 'Sources',
  setting: 'Settings',
  program: 'Installed without apt',
} as const

const cameBy = 'Installed with'
const managers = { apt: 'apt', flatpak: 'Flatpak', snap: 'snap' } as const
const apartShort = { hardware: 'Hardware', own: 'pc-switcher', snap: 'Snap' } as const

export const texts = {
  title: 'Programs',
  /** Leads to the check of packages alone. */
  apply: (laptop: string) => `Install on ${laptop}…`,
  lead: 'What is installed on both laptops now. Nothing is changed before you have seen what would be.',
  reading: 'Asking both laptops for their packages…',
  readingRules: 'Loading rules…',
  noRules: 'You have no rules for programs yet',
  ownRules: (count: number) => `You have ${countOf(count, 'rule')} for programs`,
  rulesForPrograms: 'Your rules',
  differ: (count: number) => `${countOf(count, 'package')} ${count === 1 ? 'differs' : 'differ'}`,
  allSame: (count: number) => `Both laptops have the same ${countOf(count, 'package')}`,
  /** No package differs. `count`: of what stands beside them. */
  othersDiffer: (count: number) =>
    `The packages are the same, ${countOf(count, 'other entry', 'other entries')} ${count === 1 ? 'differs' : 'differ'}`,
  kind: 'What is compared',
  /** `differing`: how many of that kind. */
  kindOf: (kind: ListedKind, differing: number): string =>
    differing === 0 ? kinds[kind] : `${kinds[kind]} (${formatCount(differing)})`,
  otherList: {
    unit: 'Services of both laptops',
    source: 'Package sources of both laptops',
    setting: 'Settings of both laptops',
    program: 'Programs installed by hand on both laptops',
  },
  searchOther: {
    unit: 'Search services',
    source: 'Search sources',
    setting: 'Search settings',
    program: 'Search programs',
  },
  noOtherMatch: 'Nothing matches',
  settingKind: 'Kind',
  setUpBy: 'Set up by',
  readBy: 'Read by',
  shown: 'Which packages are shown',
  different: (count: number) => `Different (${formatCount(count)})`,
  all: (count: number) => `All (${formatCount(count)})`,
  list: 'Packages of both laptops',
  search: 'Search packages',
  noMatch: 'No package matches',
  none: 'Nothing differs',
  differenceOf: (difference: PackageDifference, labels: LaptopLabels): string => differences[difference](labels),
  notInstalled: 'Not installed',
  installed: ({ version, auto, held }: Installed): string =>
    [version, auto ? 'came with another package' : 'installed by hand', ...(held ? ['held'] : [])].join(', '),
  neededBy: 'Needed by',
  noneNeeds: 'No other package',
  andMore: (names: readonly string[], count: number): string =>
    count > names.length ? `${names.join(', ')} and ${formatCount(count - names.length)} more` : names.join(', '),
  size: 'Size',
  bytes: formatBytes,
  architecture: 'Architecture',
  atSwitch: 'In a switch',
  /** Of a switch that takes this laptop. */
  taking: (laptop: string): string => `To ${laptop}`,
  askingAtSwitch: 'Asking both laptops…',
  unknownAtSwitch: (why: string): string => `Not known: ${why}`,
  turnedOff: 'Packages are turned off in What travels. A switch changes none.',
  unchanged: 'Nothing changes.',
  nothingToDo: 'Nothing to do.',
  neverChanged: 'A switch changes nothing about it.',
  copiedWithHome: 'Copied with its home folder, unless a rule leaves it out.',
  ofLaptop: 'It belongs to each laptop. A switch never changes it.',
  followsRelease: 'Part of the distribution, of which each laptop has its own release.',
  whyLeftAlone: leftAlone,
  decisions: { apart: 'Each laptop keeps its own', both: 'Always on both', never: 'Never changed' },
  decidedShort: { apart: 'Kept apart', both: 'On both', never: 'Never' },
  unitDecisions: { apart: 'Each laptop keeps its own', both: 'Starts on both', never: 'Never changed' },
  alternativeDecisions: { apart: 'Each laptop keeps its own', both: 'The same on both', never: 'Never changed' },
  leaveOut: 'Leave it out',
  /** Where no rule names it. */
  usual: (pattern: PackageRule | undefined): string => (pattern === undefined ? 'Default' : byRule(pattern)),
  leftAlone: 'Left alone',
  showRule: (name: string): string => `Show the rule ${name}`,
  cameBy,
  offeredBy: 'Offered by',
  askingOrigins: 'Asking both laptops…',
  origins,
  comesFrom: 'Comes from',
  cameFrom: ({ here, there }: Pick<ComparedPackage, 'here' | 'there'>, labels: LaptopLabels): string => {
    const [one, other] = [here?.origin ?? there?.origin ?? '', there?.origin ?? here?.origin ?? '']
    return one === other ? one : `${labels.here}: ${one}. ${labels.there}: ${other}`
  },
  managerOf: ({ manager, scope }: ComparedPackage): string =>
    scope === 'person' ? `${managers[manager]}, ${inHome}` : managers[manager],
  /** Beside its name in the list; undefined for what is as most packages are. */
  badgeOf: ({ manager, scope, apart }: ComparedPackage): string | undefined => {
    if (scope === 'person') return 'Home folder'
    if (apart !== undefined) return apartShort[apart]
    return manager === 'apt' ? undefined : managers[manager]
  },
} as const
