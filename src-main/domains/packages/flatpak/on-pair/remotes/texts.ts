/** What is said of sources of Flatpak apps. */
import { countOf, formatCount } from '../../../../../kernel/units.ts'
import type { Remote } from '../../model.ts'
import type { FlatpakWhyNot } from '../flatpak-plan.ts'
import type { DifferingRemote, RemotePart } from './compare-remotes.ts'

interface Labels {
  readonly from: string
  readonly to: string
}

type Described = DifferingRemote['here']

export const titleOf = ({ title, name }: Pick<Remote, 'title' | 'name'>): string => (title === '' ? name : title)

export const blocks = {
  told: (label: string) => ['Flatpak sources not added', `${label} stays without these`] as const,
  differing: (label: string) =>
    ['Flatpak sources that differ', `Both laptops have these, and ${label} keeps its own`] as const,
} as const

type WhyText = (source: string, name: string, labels: Labels) => string

const why: Readonly<Record<FlatpakWhyNot, WhyText>> = {
  'no-source': () => 'It was installed from a file, and no source offers it',
  unsigned: (source) => `${source} is not signed. Add it by hand if you trust it`,
  password: (source) => `${source} needs a password. Add it by hand`,
  filtered: (source) => `${source} is filtered. Add it by hand with "flatpak remote-add --filter"`,
  'name-taken': (_source, name, { to }) => `${to} has another source of the name ${name}`,
  'turned-off': (source, _name, { to }) => `${source} is turned off on ${to}`,
  unused: (source, _name, { from }) => `${source} is turned off on ${from}`,
}

/** Of an app that only the source of that name gives. */
export const whyNoApp = (of: FlatpakWhyNot, name: string, labels: Labels): string =>
  why[of](`Its source ${name}`, name, labels)
export const whyNoSource = (of: FlatpakWhyNot, name: string, labels: Labels): string => why[of]('It', name, labels)

type LinesOfPart<Part extends RemotePart> = (one: Pick<Described, FieldOf<Part>>) => readonly string[]
type FieldOf<Part extends RemotePart> = Part extends 'address' ? 'url' : Part

/** As a laptop has it. */
export const partLines: { readonly [Part in RemotePart]: LinesOfPart<Part> } = {
  address: ({ url }) => [url],
  collection: ({ collection }) => [collection === '' ? 'no collection' : collection],
  keys: ({ keys }) => (keys.length === 0 ? ['no key'] : keys.map(keyInWords)),
  isSigned: ({ isSigned }) => [isSigned ? 'signed' : 'not signed'],
  isDisabled: ({ isDisabled }) => [isDisabled ? 'turned off' : 'turned on'],
  isFiltered: ({ isFiltered }) => [isFiltered ? 'filtered' : 'not filtered'],
}

/** What either laptop has: "P17: turned on. XPS 13: turned off". */
export function differs({ here, there }: DifferingRemote, parts: readonly RemotePart[], { from, to }: Labels): string {
  const words = (one: Described) =>
    parts.map((part) => `${part === 'collection' ? 'collection: ' : ''}${partLines[part](one).join(' · ')}`).join('; ')
  return `${from}: ${words(here)}. ${to}: ${words(there)}`
}

export const differingDetail = (what: string, how: string): string => `${what}. ${how}`

/** What to do for the same on both. */
export function byHand({ there }: DifferingRemote, parts: readonly RemotePart[], { from, to }: Labels): string {
  const file = `${there.name}.trustedkeys.gpg`
  const steps = [
    ...(parts.includes('keys')
      ? [
          `If ${from}'s key is right, copy /var/lib/flatpak/repo/${file} to ${to} and run "sudo flatpak remote-modify --gpg-import=${file} ${there.name}" there`,
        ]
      : []),
    ...(parts.some((part) => part !== 'keys')
      ? [`Set it up on ${to} with "sudo flatpak remote-modify ${there.name}" if it is to be the same`]
      : []),
  ]
  return steps.join('. ')
}

export function keysInWords(keys: Described['keys']): string {
  return keys.map(keyInWords).join(' · ')
}

/** "key 8438 52B2 of Flathub"; as it is read out. */
function keyInWords({ fingerprint, owner }: Described['keys'][number]): string {
  const groups = fingerprint.replace(/(.{4})(?=.)/g, '$1 ')
  return `key ${groups}${owner === '' ? '' : ` of ${owner}`}`
}

export const question = {
  /** `apps`: how many are installed with it. */
  reason: ({ url, keys }: Pick<Remote, 'url' | 'keys'>, apps: number, label: string): string =>
    [url, keysInWords(keys), ...(apps === 0 ? [`no app on ${label} comes from it`] : [])].join(' · '),
  leave: 'gets none of its apps.',
  leaveAlways: (label: string): string => `${label} gets none of its apps. Not asked about again.`,
  add: (label: string) => ({
    label: `Add on ${label}`,
    word: 'Add',
    effect: `${label} trusts it from now on, and gets its apps.`,
  }),
} as const

export const proof = {
  title: 'Flatpak sources',
  text: (count: number): string => `${formatCount(count)} ${count === 1 ? 'is' : 'are'} the same`,
  failed: (label: string): string => `not added on ${label}`,
  program: (label: string): string => `without Flatpak on ${label}`,
  differs: (source: string, what: string): string => `${source} differs. ${what}`,
  notCompared: (count: number): string => countOf(count, 'Flatpak source'),
  notComparedText: (count: number): string =>
    `${countOf(count, 'Flatpak source')} that nobody was asked about ${count === 1 ? 'differs' : 'differ'}`,
} as const
