/** What is said of package sources. */
import { countOf, formatBytes, formatCount } from '../../../../kernel/units.ts'
import type { Key, PackageSource, SourceHindrance, SourceState, SourceWhy } from '../../sources-model.ts'
import type { AptSourcePart } from './source-parts.ts'

const keysShown = 2
const namesShown = 5

interface Offer {
  readonly source: PackageSource
  readonly state: SourceState
  /** Names of packages. */
  readonly needed: readonly string[]
  readonly downloadBytes: number
}

export function reason({ source, state, needed, downloadBytes }: Offer, from: string, to: string): string {
  const parts = [
    needed.length === 0 ? nothingNeeded(source, to) : `${from} has ${shortList(needed)} from it`,
    ...(downloadBytes === 0 ? [] : [`${formatBytes(downloadBytes)} to download`]),
    ...(source.added === undefined ? [signedBy(source.keys)] : addedLike(source, to)),
    ...(state === 'unreachable' ? [`${to} can't reach it now. What it offers is known once it is added`] : []),
  ]
  return parts.join(' · ')
}

/** What is installed may be updated from it all the same. */
function nothingNeeded({ suite, distribution }: PackageSource, to: string): string {
  const isSecurity = distribution !== undefined && suite.endsWith('-security')
  return isSecurity ? 'Security updates come from it' : `${to} needs nothing from it`
}

function addedLike({ types, components, uri, distribution = '' }: PackageSource, to: string): readonly string[] {
  const sourcesToo = types.includes('deb-src') ? ', with source code' : ''
  return [`${listOr(components, 'all')} from ${uri}${sourcesToo}`, `Signed by the ${distribution} keys that ${to} has`]
}

function signedBy(keys: readonly Key[]): string {
  return `Signed by ${keysInWords(keys)}`
}

function keysInWords(keys: readonly Key[]): string {
  return keyLines(keys).join('; ')
}

/** Those that the other laptop lacks first, as the others tell nothing of what differs. */
function keyLines(keys: readonly Key[], others: readonly Key[] = []): readonly string[] {
  if (keys.length === 0) return ['no key']
  const known = new Set(others.map(({ fingerprint }) => fingerprint))
  const isKnown = ({ fingerprint }: Key) => known.has(fingerprint)
  const sorted = [...keys.filter((one) => !isKnown(one)), ...keys.filter(isKnown)]
  const shown = sorted.slice(0, keysShown).map(({ fingerprint, owner }) => {
    const groups = (fingerprint.match(/.{1,4}/g) ?? []).join(' ')
    return owner === '' ? `key ${groups}` : `${owner}, key ${groups}`
  })
  const more = keys.length - shown.length
  return more > 0 ? [...shown, countOf(more, 'more key')] : shown
}

export function shortList(names: readonly string[]): string {
  const more = names.length - namesShown
  if (more > 0) return `${names.slice(0, namesShown).join(', ')} and ${formatCount(more)} more`
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

export const leave = (label: string) => ({ label: 'Leave', effect: `${label} stays without it.` }) as const
export const add = (label: string, { added, distribution = '' }: PackageSource) =>
  ({
    label: `Add to ${label}`,
    word: 'Add',
    effect:
      added === undefined
        ? `Added to ${label} with its key, before packages are installed. Its owner can then update packages there.`
        : `Added to ${label} before packages are installed. ${distribution} can then update packages there from it, too.`,
  }) as const

/** Of a package in a list. */
export const addToInstall = (reason: string, source: string): string => `${reason}. Add ${source} to install it.`

interface Differing {
  readonly source: PackageSource
  readonly there: PackageSource
}

interface Labels {
  readonly from: string
  readonly to: string
}

const listOr = (all: readonly string[], none: string): string => (all.length === 0 ? none : all.join(', '))

/** Of a source that both have, and that can be carried from one of them alone. */
const hindrances: Readonly<Record<SourceHindrance, readonly [has: string, hasNot: string]>> = {
  secret: ['with a password in its address', 'without a password'],
  trusted: ['trusted without a valid signature', 'only with a valid signature'],
  'no-key': ['names no key', 'names its key'],
  'unreadable-key': ["with a key that can't be read", 'with a key that can be read'],
  local: ['reached from this laptop alone', 'reached from anywhere'],
  subscription: ['with a subscription', 'without a subscription'],
  unusual: ['with options that are not copied', 'without such options'],
  conflict: ['named twice with different keys', 'named once'],
}

function hindranceLines(one: PackageSource, other: PackageSource | undefined): readonly string[] {
  if (one.hindrance !== undefined) return [hindrances[one.hindrance][0]]
  return other?.hindrance === undefined ? [] : [hindrances[other.hindrance][1]]
}

type LinesOfPart = (one: PackageSource, other: PackageSource | undefined) => readonly string[]

/** Of `one`, as the laptop has it. `other`: what the other laptop has, if it has it. */
export const partLines: Readonly<Record<AptSourcePart, LinesOfPart>> = {
  types: ({ types }) => [listOr(types, 'nothing')],
  components: ({ components }) => [listOr(components, 'none')],
  architectures: ({ architectures }) => [listOr(architectures, 'its own')],
  keys: ({ keys }, other) => keyLines(keys, other?.keys),
  hindrance: hindranceLines,
}

/** In front of what would not be understood alone. */
const partNames: Readonly<Partial<Record<AptSourcePart, string>>> = {
  components: 'components: ',
  architectures: 'architectures: ',
}

/** What either laptop has: "P17: components: main, extra. XPS 13: components: main". */
export function differs({ source, there }: Differing, parts: readonly AptSourcePart[], { from, to }: Labels): string {
  const words = (one: PackageSource, other: PackageSource) =>
    parts.map((part) => `${partNames[part] ?? ''}${partLines[part](one, other).join('; ')}`).join('; ')
  return `${from}: ${words(source, there)}. ${to}: ${words(there, source)}`
}

/** What to do for the same on both. */
export function byHand({ source, there }: Differing, parts: readonly AptSourcePart[], { from, to }: Labels): string {
  const [here, file] = [source, there].map(({ files }) => `/etc/apt/${files[0] ?? 'sources.list'}`)
  const steps = [
    ...(parts.includes('keys')
      ? [
          `If ${from}'s key is right, put the key that Signed-By in ${here} names in the place of the one that ${file} on ${to} names: "grep -i signed-by ${file}"`,
        ]
      : []),
    ...(parts.some((part) => part !== 'keys') ? [`Set it up on ${to} by hand if it is to be the same`] : []),
  ]
  return steps.join('. ')
}

export const differing = (to: string) =>
  ['Sources that differ', `Both laptops have these, and ${to} keeps its own`] as const

export const notAdded = (label: string) => ['Sources not added', `${label} stays without these`] as const

export const why: Readonly<Record<SourceWhy, (pair: { readonly from: string; readonly to: string }) => string>> = {
  secret: ({ to }) => `Its address holds a password, which is never copied. Set it up on ${to} by hand`,
  trusted: () => 'It is trusted without a valid signature',
  'no-key': ({ to }) => `It names no key, and which one signs it is not known. Set it up on ${to} by hand`,
  'unreadable-key': ({ from }) => `Its key can't be read on ${from}`,
  local: ({ from }) => `Only ${from} can reach it`,
  unusual: ({ to }) => `It has options that are not copied. Set it up on ${to} by hand`,
  conflict: ({ from }) => `${from} names it twice with different keys, so apt refuses to update there`,
  release: ({ from, to }) => `It is for the release of ${from}, and ${to} has another one`,
  'other-release': ({ to }) =>
    `It is for another release than ${to} has. If you want both there, set it up on ${to} by hand, with a pin`,
  'own-way': ({ to }) =>
    `${to} gets its distribution in a way that pc-switcher can't add to. Set it up on ${to} by hand`,
  subscription: ({ to }) => `It comes with Ubuntu Pro, which is never copied. Attach ${to} to it by hand`,
  rule: () => 'A rule for its file in /etc decides',
  refused: ({ to }) => `apt on ${to} refuses it: it is not signed with this key, or has nothing for this laptop`,
}

/** `files`: where it is known which they are. */
export const unreadable = (files: readonly string[], label: string) =>
  ({
    title: `apt can't read the package sources of ${label}`,
    text: `It refuses to install or update anything there. ${files.length === 0 ? 'See what "sudo apt update" says' : `Correct ${shortList(files)}, or remove what stands there twice`}, then plan again.`,
  }) as const

export const otherReleases = (
  pair: Readonly<Record<'from' | 'to', { readonly label: string; readonly title: string }>>,
) =>
  ({
    title: 'The laptops have different releases',
    text: `${pair.from.label} has ${pair.from.title}, ${pair.to.label} has ${pair.to.title}. Each gets only the versions that its own release can install.`,
  }) as const

export const changed = {
  newQuestion: (source: string) => `Adding ${source} is a new question.`,
  goneQuestion: (source: string) => `Adding ${source} is no longer a question.`,
  bringsOther: (source: string) => `${source} would now bring something else.`,
} as const

export const proof = {
  title: 'Package sources',
  text: (count: number): string => `${formatCount(count)} ${count === 1 ? 'is' : 'are'} the same`,
  refused: (label: string): string => `apt on ${label} could not use it`,
  differs: (source: string, what: string): string => `${source} differs. ${what}`,
  notCompared: (count: number): string => countOf(count, 'package source'),
  notComparedText: (count: number): string =>
    `${countOf(count, 'package source')} that nobody was asked about ${count === 1 ? 'differs' : 'differ'}`,
} as const
