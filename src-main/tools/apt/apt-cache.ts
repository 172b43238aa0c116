import { viewOptions, type AptView } from './apt-view.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** What a laptop's package sources offer of one package. */
export interface PackageOffer {
  readonly candidate: string | undefined
  /** Versions that can be fetched; one that only stands in dpkg's status cannot. Newest first. */
  readonly versions: readonly string[]
}

/** By the name that was asked for; a name that the sources do not know is not in the answer. */
export async function readOffers(
  names: readonly string[],
  view: AptView,
  options: RunOptions,
): Promise<ReadonlyMap<string, PackageOffer>> {
  if (names.length === 0) return new Map()
  const { stdout } = await run(
    {
      title: titles.listVersions({}),
      argv: ['apt-cache', ...viewOptions(view), 'policy', '--', ...names],
    },
    options,
  )
  return parsePolicy(stdout)
}

/** The text form of apt-cache(8) policy; it has no other. */
export function parsePolicy(text: string): ReadonlyMap<string, PackageOffer> {
  const offers = new Map<string, PackageOffer>()
  for (const stanza of text.split(/^(?=\S)/m).filter((part) => part.trim() !== '')) {
    const name = /^(\S+):\n/.exec(stanza)?.[1]
    const candidate = /^ {2}Candidate: (.+)$/m.exec(stanza)?.[1]
    if (name === undefined || candidate === undefined) throw unreadableAnswer('apt-cache policy', stanza)
    offers.set(name, { candidate: candidate === '(none)' ? undefined : candidate, versions: fetchableVersions(stanza) })
  }
  return offers
}

/** One archive that a version comes from. */
export interface Origin {
  /** Without user and password, which apt does not print here. */
  readonly uri: string
  readonly suite: string
  /** Empty of an archive without components. */
  readonly component: string
}

/** Which archives have each, by version, by the name that was asked for. */
export async function readOrigins(
  names: readonly string[],
  options: RunOptions,
): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly Origin[]>>> {
  if (names.length === 0) return new Map()
  const { stdout } = await run(
    { title: titles.listVersions({}), argv: ['apt-cache', 'policy', '--', ...names] },
    options,
  )
  return parseOrigins(stdout)
}

/** Lines `priority uri suite/component architecture Packages`; of an archive without components the suite ends with "/". */
export function parseOrigins(text: string): ReadonlyMap<string, ReadonlyMap<string, readonly Origin[]>> {
  const origins = new Map<string, ReadonlyMap<string, readonly Origin[]>>()
  for (const stanza of text.split(/^(?=\S)/m)) {
    const name = /^(\S+):\n/.exec(stanza)?.[1]
    if (name !== undefined)
      origins.set(name, new Map(stanza.split(/^(?=\S| \*\*\* | {5}\S)/m).flatMap(originsOfVersion)))
  }
  return origins
}

function originsOfVersion(lines: string): readonly (readonly [string, readonly Origin[]])[] {
  const version = /^ (?:\*\*\*| {3}) (\S+) -?\d+/.exec(lines)?.[1]
  if (version === undefined) return []
  const places = [...lines.matchAll(/^ {8}\s*-?\d+ (\S+:\S+) (\S+)(?: \S+)? Packages$/gm)]
  const found = places.flatMap(([, uri, place]) =>
    uri === undefined || place === undefined ? [] : [{ uri, ...partsOf(place) }],
  )
  return [[version, found]]
}

function partsOf(place: string): Pick<Origin, 'suite' | 'component'> {
  const [, suite, component] = /^(.*)\/([^/]+)$/.exec(place) ?? []
  return suite === undefined || component === undefined ? { suite: place, component: '' } : { suite, component }
}

function fetchableVersions(stanza: string): readonly string[] {
  const versions = new Map<string, boolean>()
  let version = ''
  for (const line of stanza.split('\n')) {
    const head = /^ (?:\*\*\*| {3}) (\S+) -?\d+(?: |$)/.exec(line)
    const source = /^ {8}\s*-?\d+ (\S+)/.exec(line)
    if (head?.[1] !== undefined) version = head[1]
    else if (source !== null && source[1] !== '/var/lib/dpkg/status') versions.set(version, true)
  }
  return [...versions.keys()]
}
