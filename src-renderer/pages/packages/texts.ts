/** Every sentence of the page of packages. */
import type { ComparedPackage, PackageDifference } from '../../../src-main/contract/packages-calls.ts'
import { countOf, formatBytes, formatCount } from '../../../src-main/kernel/units.ts'

export interface Labels {
  readonly here: string
  readonly there: string
}

type Installed = NonNullable<ComparedPackage['here']>

const differences: Readonly<Record<PackageDifference, (labels: Labels) => string>> = {
  'only-here': ({ here }) => `Only on ${here}`,
  'only-there': ({ there }) => `Only on ${there}`,
  'newer-here': ({ here }) => `Newer on ${here}`,
  'older-here': ({ there }) => `Newer on ${there}`,
  marks: () => 'Marked on one only',
  same: () => 'The same on both',
}

const onlyOn = (has: string, lacks: string): string =>
  `A switch to ${lacks} installs it there. A switch to ${has} asks whether it goes.`
const updated = (older: string): string =>
  `A switch to ${older} updates it there. The older version never replaces the newer one.`

const carried: Readonly<Record<PackageDifference, (labels: Labels) => string>> = {
  'only-here': ({ here, there }) => onlyOn(here, there),
  'only-there': ({ here, there }) => onlyOn(there, here),
  'newer-here': ({ there }) => updated(there),
  'older-here': ({ here }) => updated(here),
  marks: () => 'A switch takes over that it is held, or was installed by hand.',
  same: () => 'Nothing to do.',
}

export const texts = {
  title: 'Packages',
  view: 'What is shown of packages',
  compare: 'Compare',
  history: 'History',
  lead: 'What is installed on both laptops now. Only a switch changes it, and asks before.',
  reading: 'Asking both laptops for their packages…',
  differ: (count: number) => `${countOf(count, 'package')} ${count === 1 ? 'differs' : 'differ'}`,
  allSame: (count: number) => `Both laptops have the same ${countOf(count, 'package')}`,
  shown: 'Which packages are shown',
  different: (count: number) => `Different (${formatCount(count)})`,
  all: (count: number) => `All (${formatCount(count)})`,
  list: 'Packages of both laptops',
  search: 'Search packages',
  noMatch: 'No package matches',
  none: 'Nothing differs',
  differenceOf: (difference: PackageDifference, labels: Labels): string => differences[difference](labels),
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
  apart: {
    hardware: 'Left alone on both laptops: it fits the hardware.',
    own: 'Left alone on both laptops: pc-switcher needs it.',
  },
  cameBy: 'Installed with',
  managers: { apt: 'apt', flatpak: 'Flatpak' },
  apartShort: { hardware: 'Hardware', own: 'pc-switcher' },
  carried: (one: ComparedPackage, labels: Labels): string =>
    (one.here ?? one.there)?.auto === true && one.difference.startsWith('only')
      ? 'It comes and goes with the packages that need it.'
      : carried[one.difference](labels),
} as const
