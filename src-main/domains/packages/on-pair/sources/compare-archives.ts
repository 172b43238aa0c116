/**
 * The distribution's own archives of both laptops, by suite and component, from whichever mirror they are fetched. What is offered is added
 * as the target has others of them. Pure.
 */
import { hasAllOf, type PackageSource, type PackageSources } from '../../sources-model.ts'
import { sortSources, type JudgedSource, type SourceComparison } from './source-parts.ts'

/** Of two laptops with the same release. `hasRule`: of a file below /etc/apt. */
export function compareArchives(
  from: PackageSources,
  to: PackageSources,
  hasRule: (file: string) => boolean,
): SourceComparison {
  const [here, there] = [archivesOf(from), archivesOf(to)]
  const judged = here.flatMap((source) => {
    const other = find(there, source)
    const missing = other === undefined ? source : withoutThoseOf(source, other)
    if (missing === undefined) return []
    const found = addedAs(missing, { archive: source, other, here, there: to })
    return [source.files.some(hasRule) ? { source: missing, why: 'rule' as const } : found]
  })
  const both = there.flatMap((other) => {
    const source = find(here, other)
    return source === undefined ? [] : [{ source, there: other }]
  })
  const onlyThere = there.flatMap((other) => {
    const source = find(here, other)
    return source === undefined ? [other] : (withoutThoseOf(other, source) ?? [])
  })
  return sortSources(judged, both, onlyThere)
}

function archivesOf({ sources }: PackageSources): readonly PackageSource[] {
  return sources.filter(({ distribution }) => distribution !== undefined)
}

function find(sources: readonly PackageSource[], { id }: PackageSource): PackageSource | undefined {
  return sources.find((one) => one.id === id)
}

/** Components that the other laptop does not fetch of the same suite; by a name that says which. Of sources alone nothing is missing. */
function withoutThoseOf(source: PackageSource, other: PackageSource): PackageSource | undefined {
  const components = source.components.filter((one) => !other.components.includes(one)).toSorted()
  const both = [source, other]
  if (components.length === 0 || !both.every(({ types }) => types.includes('deb'))) return undefined
  const types = source.types.filter((type) => other.types.includes(type))
  return { ...source, id: `${source.id} ${components.join(' ')}`, types, components }
}

interface Around {
  /** All that the source laptop has of it. */
  readonly archive: PackageSource
  /** The same suite there. */
  readonly other: PackageSource | undefined
  readonly here: readonly PackageSource[]
  readonly there: PackageSources
}

/** From a mirror that the laptop has, with keys that it has; where it has none of either, as the source laptop. */
function addedAs(missing: PackageSource, { archive, other, here, there }: Around): JudgedSource {
  const others = archivesOf(there)
  if (other === undefined && !isOfRelease(archive, there)) return { source: missing, why: 'other-release' }
  const ofSameName = others.filter(({ distribution }) => distribution === archive.distribution)
  if (ofSameName.length === 0) return { source: missing, why: missing.hindrance }
  const usable = (other === undefined ? ofSameName : [other]).filter(({ hindrance }) => hindrance === undefined)
  const besides = new Set(here.filter((one) => placeOf(one) === placeOf(archive)).map(({ id }) => id))
  const mirror = usable.find((one) => one.id === archive.id || placeOf(one) === placeOf(archive) || besides.has(one.id))
  const like = mirror ?? usable[0]
  if (like === undefined) return { source: missing, why: 'own-way' }
  const { hindrance, ...bare } = missing
  const added = { archive: archive.id, keysOf: like.id }
  const source = { ...bare, uri: (mirror ?? archive).uri, keys: like.keys, added }
  return { source, why: mirror === undefined && isOfAddress(hindrance) ? hindrance : undefined }
}

/** Another laptop cannot fetch it from there, whatever keys it has. */
function isOfAddress(hindrance: PackageSource['hindrance']): boolean {
  return hindrance === 'local' || hindrance === 'secret' || hindrance === 'unusual'
}

/** Another release would be a newer version of everything. */
function isOfRelease({ suite, distribution }: PackageSource, { release, sources }: PackageSources): boolean {
  const wanted = releaseOf(suite)
  const known = sources.filter((one) => one.distribution === distribution).map((one) => releaseOf(one.suite))
  return wanted === release.codename || known.includes(wanted)
}

/** "trixie" of "trixie-updates". */
function releaseOf(suite: string): string {
  return suite.replace(/[-/].*$/, '')
}

/** Mirrors keep the folders of the archive that they copy: "debian" and "debian-security" are two. */
function placeOf({ uri }: PackageSource): string {
  return uri.replace(/^.*\//, '')
}

/** Whether the laptop has all of what was offered by now, from wherever. */
export function hasSource({ sources }: PackageSources, source: PackageSource): boolean {
  const { id, added } = source
  return sources.some((one) =>
    added === undefined ? one.id === id : one.id === added.archive && hasAllOf(one, source),
  )
}
