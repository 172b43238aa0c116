/** Every sentence of the page of programs. */
import type { PackageLabels } from '../../../src-main/contract/package-rule-words.ts'
import type { ComparedPackage } from '../../../src-main/contract/packages-calls.ts'
import { inHome } from '../../../src-main/contract/packages-others-words.ts'
import { countOf, formatBytes, formatCount } from '../../../src-main/kernel/units.ts'
import type { ListedKind } from './packages-routes.ts'

type Installed = NonNullable<ComparedPackage['here']>

function origins(
  { here, there }: { readonly here: readonly string[]; readonly there: readonly string[] },
  labels: PackageLabels,
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
  decidedShort: { apart: 'Kept apart', both: 'On both', never: 'Never' },
  showRule: (name: string): string => `Show the rule ${name}`,
  cameBy,
  offeredBy: 'Offered by',
  askingOrigins: 'Asking both laptops…',
  origins,
  comesFrom: 'Comes from',
  cameFrom: ({ here, there }: Pick<ComparedPackage, 'here' | 'there'>, labels: PackageLabels): string => {
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
