/** What is said of what stands beside packages, alike on the page and in a terminal. */
import { assertNever } from '../kernel/assert-never.ts'
import { formatUnit } from '../kernel/format-unit.ts'
import { countOf } from '../kernel/units.ts'
import type {
  ComparedOther,
  ComparedSourcePart,
  OtherDifference,
  OtherKind,
  ProgramKind,
  SettingTopic,
  SettingValue,
  SourcePart,
  UnitState,
} from './packages-others.ts'

interface Labels {
  readonly here: string
  readonly there: string
}

/** Of what the person has for themselves alone. */
export const inHome = 'in the home folder'

export const otherTitles: Readonly<Record<OtherKind, string>> = {
  unit: 'Services',
  source: 'Sources',
  setting: 'Settings',
  program: 'Installed by hand',
}

const differences: Readonly<Record<OtherDifference, (labels: Labels) => string>> = {
  'only-here': ({ here }) => `Only on ${here}`,
  'only-there': ({ there }) => `Only on ${there}`,
  different: () => 'Different',
  'not-compared': () => 'On both, not compared',
  same: () => 'The same on both',
}

export function otherDifferenceWords(difference: OtherDifference, labels: Labels): string {
  return differences[difference](labels)
}

const unitStates: Readonly<Record<UnitState, string>> = {
  enabled: 'starts by itself',
  disabled: 'does not start by itself',
  masked: 'blocked',
}

/** Of a service on one laptop. */
export function unitStateWords(state: UnitState | undefined): string {
  return state === undefined ? 'not installed' : unitStates[state]
}

/** Of one that was set up past packages and systemctl. */
export const unitOriginWords = { link: 'a link made by hand', file: 'a file in /usr/local' } as const

export const programWords: Readonly<Record<ProgramKind, string>> = {
  file: 'By hand',
  npm: 'npm',
  pip: 'pip',
  pipx: 'pipx',
  cargo: 'cargo',
  brew: 'Homebrew',
  appimage: 'AppImage',
}

const topicTitles: Readonly<Record<SettingTopic, string>> = {
  'apt-file': 'Apt setting',
  'unit-file': 'Setting of a service',
  architecture: 'Architecture of packages',
  'default-program': 'Default program',
  diversion: 'Diverted file',
  'flatpak-mask': 'Not updated by Flatpak',
  'flatpak-pin': 'Kept by Flatpak',
  'flatpak-permissions': 'Permissions of a Flatpak app',
  'snap-channel': 'Channel of a snap',
  'snap-hold': 'Snap on hold',
  'snap-disabled': 'Disabled snap',
  'snap-connection': 'Connection of a snap',
  'snap-alias': 'Alias of a snap',
}

const plainValues = {
  set: 'set',
  automatic: 'chosen automatically',
  hidden: 'set, contents not shown',
  alike: 'the same but for comments, the order of lines or a password',
} as const

const absent: Readonly<Partial<Record<SettingTopic, string>>> = {
  architecture: 'not added',
  'default-program': 'not installed',
}

/** What is set on one laptop, as lines. */
export function settingLines(topic: SettingTopic, value: SettingValue | undefined): readonly string[] {
  if (value === undefined) return [absent[topic] ?? 'not set']
  if (value.kind !== 'lines') return [topic === 'architecture' ? 'added' : plainValues[value.kind]]
  const { lines, more } = value
  if (lines.length === 0) return ['without these lines']
  return more === 0 ? lines : [...lines, countOf(more, 'more line')]
}

const partTitles: Readonly<Record<SourcePart, string>> = {
  address: 'Address',
  collection: 'Collection',
  types: 'Kinds of packages',
  components: 'Components',
  architectures: 'Architectures',
  keys: 'Signed by',
  isSigned: 'Signatures',
  isDisabled: 'State',
  isFiltered: 'Filter',
  hindrance: 'Remark',
}

/** In which they differ. */
const partNouns: Readonly<Record<SourcePart, string>> = {
  address: 'address',
  collection: 'collection',
  types: 'kinds of packages',
  components: 'components',
  architectures: 'architectures',
  keys: 'keys',
  isSigned: 'whether it is signed',
  isDisabled: 'whether it is turned on',
  isFiltered: 'whether it is filtered',
  hindrance: 'how it is set up',
}

export const partTitle = ({ part }: ComparedSourcePart): string => partTitles[part]

/** "pipewire.socket (of every user)". */
export function otherName(one: ComparedOther): string {
  return one.kind === 'unit' ? formatUnit({ ...one, unit: one.name }) : one.name
}

/** How one stands on both, in a line. */
export function otherLine(one: ComparedOther, { here, there }: Labels): string {
  switch (one.kind) {
    case 'unit': {
      if (one.origin === 'link' || one.origin === 'file') return unitOriginWords[one.origin]
      const [ofHere, ofThere] = [unitStateWords(one.here), unitStateWords(one.there)]
      return ofHere === ofThere ? ofHere : `${here}: ${ofHere}, ${there}: ${ofThere}`
    }
    case 'source':
      return one.difference === 'different' ? `${readBy(one)}, ${partsInWords(one)}` : readBy(one)
    case 'setting':
      return topicTitles[one.topic]
    case 'program':
      return programWords[one.by]
    default:
      return assertNever(one)
  }
}

type ComparedSource = Extract<ComparedOther, { kind: 'source' }>

export function readBy({ manager, scope }: ComparedSource): string {
  if (scope === 'person') return `Flatpak, ${inHome}`
  return manager === 'flatpak' ? 'Flatpak' : 'apt'
}

/** "differs in components, keys" */
function partsInWords({ parts }: ComparedSource): string {
  const apart = parts.filter(isApart).map(({ part }) => partNouns[part])
  return `differs in ${apart.join(', ')}`
}

/** Whether it is otherwise on the two. */
export function isApart({ here, there }: Sides): boolean {
  return here !== undefined && there !== undefined && here.join('\n') !== there.join('\n')
}

interface Sides {
  readonly here?: readonly string[] | undefined
  readonly there?: readonly string[] | undefined
}

/** What each laptop has, a line each: said once where it is the same, or where one laptop alone has it. */
export function sidesInLines(sides: Sides, labels: Labels): readonly string[] {
  const { here, there } = sides
  if (!isApart(sides)) return here ?? there ?? []
  return [`${labels.here}: ${here?.join('; ') ?? ''}`, `${labels.there}: ${there?.join('; ') ?? ''}`]
}
