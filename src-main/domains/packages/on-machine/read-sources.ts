/** The archives of this laptop, as /etc/apt names them. Passwords stay here: nothing that is returned has one. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { readOwn, readOwnText, entriesIn } from '../../../tools/files/own-file.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { groupBy } from '../../../kernel/group-by.ts'
import { systemClock } from '../../../kernel/clock.ts'
import { rememberWhile } from '../../../kernel/remember-while.ts'
import { inlineKey, parseSourceLines, parseSourceStanzas, type SourceFile } from '../../../tools/apt/apt-sources.ts'
import { canReadSources } from '../../../tools/apt/apt-get.ts'
import { ownLists } from '../../../tools/apt/apt-view.ts'
import { readReleaseNames, suiteOfRelease } from '../../../tools/apt/release-names.ts'
import { settledStamp } from '../../../tools/files/file-stamp.ts'
import { showKeys } from '../../../tools/gpg.ts'
import { readSystemRelease, type SystemRelease } from '../../../tools/os-release.ts'
import type { RunOptions } from '../../../tools/run.ts'
import {
  sourceDefinitionSchema,
  sourceId,
  type PackageSource,
  type PackageSources,
  type SourceDefinition,
  type SourceHindrance,
} from '../sources-model.ts'
import { commonKeyFolder, findCommonKey, oldKeyring, type KeyFile } from './find-common-key.ts'

import { mergeArchives, type KnownSource } from './merge-archives.ts'
import { placesOf, type SourcePlace } from './source-places.ts'

/** Whether an archive is one that a distribution is made of, from wherever it is fetched. */
const ownHosts = /^https?:\/\/(?:[a-z0-9-]+\.)*(debian(?=\.org)|ubuntu(?=\.com))\.(?:org|com)(?:[:/]|$)/

const ownKeys = /^\/usr\/share\/keyrings\/(debian|ubuntu)-archive-[a-z-]*keyring\.(?:gpg|pgp)$/

/** Of single persons, for debugging, for other processors, or with a subscription: the same suites, and other packages. */
const besideIt =
  /^https?:\/\/(?:(?:private-)?ppa\.|(?:people|ports)\.debian\.org|(?:ddebs|esm)\.ubuntu\.com|[^/]+\/debian-ports(?:\/|$))/

interface Asked {
  readonly uri: string
  /** By the name of the release. */
  readonly suite: string
  /** As it stands in the entry; empty where there is none. */
  readonly signedBy: string
}

/** "Debian"; undefined for what is none of a distribution's. */
export function distributionOf({ uri, suite, signedBy }: Asked, { id, codename }: SystemRelease): string | undefined {
  if (besideIt.test(uri)) return undefined
  const name = ownKeys.exec(signedBy)?.[1] ?? ownHosts.exec(uri)?.[1]
  if (name !== undefined) return asTitle(name)
  const isOfRelease = codename !== '' && (suite === codename || suite.startsWith(`${codename}-`))
  const isOwn = signedBy === '' && isOfRelease && [`/${id}`, `/${id}-security`].some((end) => uri.endsWith(end))
  return isOwn ? asTitle(id) : undefined
}

/** Where the distribution's own package puts the keys that sign all of its archives (Debian 12 and 13, Ubuntu 22.04 and 24.04). */
function keyringsOf(distribution: string): readonly string[] {
  return ['gpg', 'pgp'].map((ending) => `/usr/share/keyrings/${distribution.toLowerCase()}-archive-keyring.${ending}`)
}

function asTitle(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
}

export const aptFolder = '/etc/apt'
const keyFolders = ['/etc/apt/keyrings', '/usr/share/keyrings']
const main = 'sources.list'
const parts = 'sources.list.d'

interface KnownSources {
  readonly isReadable: boolean
  readonly release: SystemRelease
  readonly known: readonly KnownSource[]
  readonly broken: readonly string[]
}

/** Read again only when a file of apt's, or a key, was changed. */
export const readKnownSources = rememberWhile(stampOfSources, async (options: RunOptions): Promise<KnownSources> => {
  const files = sourceFiles().map(readSourceFile)
  const release = readSystemRelease()
  const placed = files.flatMap(({ name, content }) => content.entries.flatMap((entry) => placesOf(name, entry)))
  const groups = [...groupBy(placed, ({ uri, suite }) => sourceId(uri, suite)).values()]
  const known: KnownSource[] = []
  for (const group of groups) known.push(await describeSource(group, release, options))
  const isReadable = await canReadSources(options)
  const broken = files.filter(({ content }) => content.isBroken).map(({ name }) => name)
  return { isReadable, release, known: mergeArchives(known), broken }
})

export async function readPackageSources(options: RunOptions): Promise<PackageSources> {
  const { isReadable, release, known, broken } = await readKnownSources(options)
  return { isReadable, release, sources: known.map(({ source }) => source), broken: [...broken] }
}

function stampOfSources(): string | undefined {
  const keys = keyFolders.flatMap((folder) => namesIn(folder).map((name) => path.join(folder, name)))
  const files = sourceFiles().map((name) => path.join(aptFolder, name))
  const common = namesIn(commonKeyFolder).map((name) => path.join(commonKeyFolder, name))
  // Lists that are new may say who signs an archive.
  const places = [path.join(aptFolder, parts), ...files, ...keys, ...common, oldKeyring, ownLists, '/etc/os-release']
  return settledStamp(places, systemClock.nowMs())
}

/** Below apt's folder. */
function sourceFiles(): readonly string[] {
  return [...(namesIn(aptFolder).includes(main) ? [main] : []), ...sourceParts()]
}

/** Those that apt reads (sources.list(5)), below its folder. */
export function sourceParts(): readonly string[] {
  const names = namesIn(path.join(aptFolder, parts)).filter((name) => /^[A-Za-z0-9_.-]+\.(?:list|sources)$/.test(name))
  return names.map((name) => path.join(parts, name))
}

const namesIn = (folder: string): readonly string[] =>
  entriesIn(folder)
    .map(({ name }) => name)
    .sort()

function readSourceFile(name: string): { readonly name: string; readonly content: SourceFile } {
  const text = readOwnText(path.join(aptFolder, name))
  return { name, content: name.endsWith('.sources') ? parseSourceStanzas(text) : parseSourceLines(text) }
}

async function describeSource(
  places: readonly SourcePlace[],
  release: SystemRelease,
  options: RunOptions,
): Promise<KnownSource> {
  const [first] = places
  if (first === undefined) throw new Error('a source stands somewhere')
  const { uri, suite: written } = first
  // To apt an entry that says nothing agrees with one that names a key.
  const signedBy = [...new Set(places.flatMap(({ entry }) => entry.options.get('signed-by') ?? []))]
  const named = signedBy[0] ?? ''
  const ofRelease = suiteOfRelease(written, readReleaseNames(uri, written))
  const distribution = distributionOf({ uri, suite: ofRelease, signedBy: named }, release)
  const suite = distribution === undefined ? written : ofRelease
  const key =
    named === '' && distribution === undefined
      ? await findCommonKey({ uri, suite, names: namesIn(commonKeyFolder) }, options)
      : readKey(named === '' ? keyringOf(distribution) : named, first.file)
  const keys = key === undefined ? [] : await showKeys(key.bytes, options)
  const entries = places.map(({ entry }) => entry)
  const binaries = distribution === undefined ? [] : entries.filter(({ types }) => types.includes('deb'))
  const bare: PackageSource = {
    ...{ id: sourceId(distribution ?? uri, suite), uri, suite },
    types: [...new Set(entries.flatMap(({ types }) => types))].sort(),
    components: [...new Set((binaries.length === 0 ? entries : binaries).flatMap(({ components }) => components))],
    architectures: [...new Set(entries.flatMap(({ options: given }) => words(given.get('architectures'))))],
    files: [...new Set(places.map(({ file }) => file))],
    keys: keys.map(({ fingerprint, owner }) => ({ fingerprint, owner })),
    ...(distribution === undefined ? {} : { distribution }),
  }
  const definition = key === undefined ? undefined : definitionOf({ ...bare, suite: written }, key)
  const hindrance = hindranceOf(places, signedBy, { keys: keys.length, definition })
  const addresses = new Map([[sourceId(uri, written), named]])
  return hindrance === undefined
    ? { source: bare, addresses, definition }
    : { source: { ...bare, hindrance }, addresses, definition: undefined }
}

/** Empty where it has none. */
function keyringOf(distribution: string | undefined): string {
  return (distribution === undefined ? [] : keyringsOf(distribution)).find((file) => existsSync(file)) ?? ''
}

function words(text = ''): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}

/** Of one file, or in the entry itself. */
function readKey(signedBy: string, file: string): KeyFile | undefined {
  const inline = inlineKey(signedBy)
  if (inline !== undefined) {
    return { path: `/etc/apt/keyrings/${path.parse(file).name}.asc`, bytes: Buffer.from(inline) }
  }
  if (!/^\/\S+$/.test(signedBy)) return undefined
  const place = keyFolders.includes(path.dirname(signedBy))
    ? signedBy
    : path.join('/etc/apt/keyrings', path.basename(signedBy))
  try {
    return { path: place, bytes: readOwn(signedBy) }
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return undefined
    throw error
  }
}

/** Undefined where it has something that is not carried. */
function definitionOf(source: PackageSource, key: KeyFile): SourceDefinition | undefined {
  const [file = main] = source.files
  const parsed = sourceDefinitionSchema.safeParse({
    uri: source.uri,
    suite: source.suite,
    types: source.types,
    components: source.components,
    architectures: source.architectures,
    fileName: file === main ? `${new URL(source.uri).host.replaceAll(':', '-')}.list` : path.basename(file),
    keyPath: key.path,
    key: key.bytes.toString('base64'),
    fingerprints: source.keys.map(({ fingerprint }) => fingerprint),
  })
  return parsed.success ? parsed.data : undefined
}

/** Without these apt does as if they were not there, or reads more than is needed. */
const harmless = /^(?:signed-by|architectures|languages|targets|pdiffs|by-hash|description|x-.*)$/
const trusting = ['trusted', 'allow-insecure', 'allow-weak', 'allow-downgrade-to-insecure']

function hindranceOf(
  places: readonly SourcePlace[],
  signedBy: readonly string[],
  found: { readonly keys: number; readonly definition: SourceDefinition | undefined },
): SourceHindrance | undefined {
  const options = places.flatMap(({ entry }) => [...entry.options])
  const isYes = (value: string) => /^(?:yes|true|with|on|enable|1|force)$/i.test(value.trim())
  if (signedBy.length > 1) return 'conflict'
  if (places.some(({ uri }) => !/^https?:/.test(uri))) return 'local'
  if (places.some(({ hasSecret }) => hasSecret)) return 'secret'
  if (places.some(({ uri }) => /^https?:\/\/esm\.ubuntu\.com(?:[:/]|$)/.test(uri))) return 'subscription'
  if (options.some(([name, value]) => trusting.includes(name) && isYes(value))) return 'trusted'
  if (found.keys === 0) return /^\/|BEGIN PGP/.test(signedBy[0] ?? '') ? 'unreadable-key' : 'no-key'
  const isKnown = options.every(([name]) => harmless.test(name) || trusting.includes(name))
  return found.definition === undefined || !isKnown ? 'unusual' : undefined
}
