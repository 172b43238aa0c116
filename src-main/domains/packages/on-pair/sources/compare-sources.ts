/** What the package sources of both laptops mean for the one that is taken. Pure. */
import type { PackageSource, PackageSources, SourceWhy } from '../../sources-model.ts'

export interface SourceComparison {
  /** Only on the laptop that is left, and the other one could have it. */
  readonly offered: readonly PackageSource[]
  readonly told: readonly { readonly source: PackageSource; readonly why: SourceWhy }[]
  readonly same: readonly PackageSource[]
  /** Both have it, with other components, architectures or keys; as the laptop that is taken has it. */
  readonly differing: readonly PackageSource[]
  readonly onlyThere: readonly PackageSource[]
}

/** The distribution's own archive follows the release of each laptop. `hasRule`: of a file below /etc/apt. */
export function compareSources(
  from: PackageSources,
  to: PackageSources,
  hasRule: (file: string) => boolean,
): SourceComparison {
  const here = new Map(from.sources.map((source) => [source.id, source]))
  const there = new Map(to.sources.map((source) => [source.id, source]))
  const isOthers = ({ isDistribution }: PackageSource) => !isDistribution
  const onlyHere = from.sources.filter((source) => isOthers(source) && !there.has(source.id))
  const judged = onlyHere.map((source) => ({ source, why: whyNot(source, from, to, hasRule) }))
  const both = to.sources.filter((source) => isOthers(source) && here.has(source.id))
  const isSame = (source: PackageSource) => describeSource(source) === describeSource(here.get(source.id) ?? source)
  return {
    offered: judged.flatMap(({ source, why }) => (why === undefined ? [source] : [])),
    told: judged.flatMap(({ source, why }) => (why === undefined ? [] : [{ source, why }])),
    same: both.filter(isSame),
    differing: both.filter((source) => !isSame(source)),
    onlyThere: to.sources.filter((source) => isOthers(source) && !here.has(source.id)),
  }
}

function whyNot(
  source: PackageSource,
  from: PackageSources,
  to: PackageSources,
  hasRule: (file: string) => boolean,
): SourceWhy | undefined {
  if (source.files.some(hasRule)) return 'rule'
  if (source.hindrance !== undefined) return source.hindrance
  return isForRelease(source.suite, from) && isOtherRelease(from, to) ? 'release' : undefined
}

function isForRelease(suite: string, { release: { codename } }: PackageSources): boolean {
  return codename !== '' && (suite === codename || suite.startsWith(`${codename}-`) || suite.startsWith(`${codename}/`))
}

export function isOtherRelease({ release: from }: PackageSources, { release: to }: PackageSources): boolean {
  return from.id !== to.id || from.codename !== to.codename
}

/** Where apt refuses everything: what it cannot read, and what it finds twice with different keys, as far as that is known. */
export function whyUnreadable({ isReadable, sources, broken }: PackageSources): readonly string[] | undefined {
  if (isReadable) return undefined
  const twice = sources.filter(({ hindrance }) => hindrance === 'conflict')
  return [...broken, ...twice.flatMap(({ files }) => files)].map((file) => `/etc/apt/${file}`)
}

/** The same for what offers the same and is signed by the same; in which file and format it stands is no difference. */
export function describeSource(source: PackageSource): string {
  const { types, components, architectures, keys, hindrance } = source
  const fingerprints = keys.map(({ fingerprint }) => fingerprint)
  return JSON.stringify([
    ...[types, components, architectures, fingerprints].map((words) => [...words].sort()),
    hindrance,
  ])
}
