/** What the package sources of both laptops mean for the one that is taken. Pure. */
import { assertNever } from '../../../../kernel/assert-never.ts'
import type { PackageSource, PackageSources, SourceWhy } from '../../sources-model.ts'

/** One source, as either laptop has it. */
export interface DifferingSource {
  /** Of the laptop that is left. */
  readonly source: PackageSource
  readonly there: PackageSource
}

export interface SourceComparison {
  /** Only on the laptop that is left, and the other one could have it. */
  readonly offered: readonly PackageSource[]
  readonly told: readonly { readonly source: PackageSource; readonly why: SourceWhy }[]
  readonly same: readonly PackageSource[]
  /** Both have it, with other types, components, architectures or keys. */
  readonly differing: readonly DifferingSource[]
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
  const both = to.sources.flatMap((there) => {
    const source = here.get(there.id)
    return source === undefined || !isOthers(there) ? [] : [{ source, there }]
  })
  const isSame = ({ source, there: other }: DifferingSource) => describeSource(source) === describeSource(other)
  return {
    offered: judged.flatMap(({ source, why }) => (why === undefined ? [source] : [])),
    told: judged.flatMap(({ source, why }) => (why === undefined ? [] : [{ source, why }])),
    same: both.filter(isSame).map(({ there: one }) => one),
    differing: both.filter((one) => !isSame(one)),
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
  return JSON.stringify(sourceParts.map((part) => partOf(source, part)))
}

/** What two laptops may have otherwise of one source. */
export const sourceParts = ['types', 'components', 'architectures', 'keys', 'hindrance'] as const
export type SourcePart = (typeof sourceParts)[number]

export function partsDiffering({ source, there }: DifferingSource): readonly SourcePart[] {
  return sourceParts.filter((part) => partOf(source, part).join('\n') !== partOf(there, part).join('\n'))
}

function partOf(source: PackageSource, part: SourcePart): readonly string[] {
  switch (part) {
    case 'types':
    case 'components':
    case 'architectures':
      return source[part].toSorted()
    case 'keys':
      return source.keys.map(({ fingerprint }) => fingerprint).toSorted()
    case 'hindrance':
      return source.hindrance === undefined ? [] : [source.hindrance]
    default:
      return assertNever(part)
  }
}

/** Whether the key of the laptop that is left can be put in the place of the other's, and nothing else would change. `hasRule`: of a file below /etc/apt. */
export function mayReplaceKey({ source, there }: DifferingSource, hasRule: (file: string) => boolean): boolean {
  const isCarried = source.hindrance === undefined && there.hindrance === undefined
  const isPossible = isCarried && there.isKeyOwn === true && source.keyFormat === there.keyFormat
  return isPossible && !there.files.some(hasRule) && partsDiffering({ source, there }).includes('keys')
}
