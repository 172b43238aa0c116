/** What is said of package sources. */
import { countOf, formatBytes, formatCount } from '../../../../kernel/units.ts'
import type { Key, PackageSource, SourceState, SourceWhy } from '../../sources-model.ts'

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
    needed.length === 0 ? `${to} needs nothing from it` : `${from} has ${shortList(needed)} from it`,
    ...(downloadBytes === 0 ? [] : [`${formatBytes(downloadBytes)} to download`]),
    signedBy(source.keys),
    ...(state === 'unreachable' ? [`${to} can't reach it now. What it offers is known once it is added`] : []),
  ]
  return parts.join(' · ')
}

function signedBy(keys: readonly Key[]): string {
  const shown = keys.slice(0, keysShown).map(({ fingerprint, owner }) => {
    const groups = (fingerprint.match(/.{1,4}/g) ?? []).join(' ')
    return owner === '' ? `key ${groups}` : `${owner}, key ${groups}`
  })
  const more = keys.length - shown.length
  return `Signed by ${shown.join('; ')}${more > 0 ? ` and ${countOf(more, 'more key', 'more keys')}` : ''}`
}

export function shortList(names: readonly string[]): string {
  const more = names.length - namesShown
  if (more > 0) return `${names.slice(0, namesShown).join(', ')} and ${formatCount(more)} more`
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

export const leave = (label: string) => ({ label: 'Leave', effect: `${label} stays without it.` }) as const
export const add = (label: string) =>
  ({
    label: `Add to ${label}`,
    word: 'Add',
    effect: `Added to ${label} with its key, before packages are installed. Its owner can then update packages there.`,
  }) as const

/** Of a package in a list. */
export const addToInstall = (reason: string, source: string): string => `${reason}. Add ${source} to install it.`

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
  text: (count: number): string => `${countOf(count, 'package source')} ${count === 1 ? 'is' : 'are'} the same`,
  refused: (label: string): string => `apt on ${label} could not use it`,
  notCompared: (count: number): string => countOf(count, 'package source'),
  notComparedText: (count: number): string =>
    `${countOf(count, 'package source')} that nobody was asked about ${count === 1 ? 'differs' : 'differ'}`,
} as const
