/** What two laptops may have otherwise of one package source. Pure. */
import { assertNever } from '../../../../kernel/assert-never.ts'
import type { PackageSource, SourceWhy } from '../../sources-model.ts'

/** One source, as either laptop has it. */
export interface DifferingSource {
  /** Of the source laptop. */
  readonly source: PackageSource
  readonly there: PackageSource
}

export interface SourceComparison {
  /** Only on the source laptop, and the target could have it. */
  readonly offered: readonly PackageSource[]
  readonly told: readonly { readonly source: PackageSource; readonly why: SourceWhy }[]
  readonly same: readonly PackageSource[]
  /** Both have it, with other types, components, architectures or keys. */
  readonly differing: readonly DifferingSource[]
  readonly onlyThere: readonly PackageSource[]
}

/** `why` one that only the source laptop has is not offered; undefined where it is. */
export type JudgedSource = Readonly<{ source: PackageSource; why: SourceWhy | undefined }>

export function sortSources(
  judged: readonly JudgedSource[],
  both: readonly DifferingSource[],
  onlyThere: readonly PackageSource[],
): SourceComparison {
  return {
    offered: judged.flatMap(({ source, why }) => (why === undefined ? [source] : [])),
    told: judged.flatMap(({ source, why }) => (why === undefined ? [] : [{ source, why }])),
    same: both.filter((one) => partsDiffering(one).length === 0).map(({ there }) => there),
    differing: both.filter((one) => partsDiffering(one).length > 0),
    onlyThere,
  }
}

/** What two laptops may have otherwise of one source. */
export const sourceParts = ['types', 'components', 'architectures', 'keys', 'hindrance'] as const
export type AptSourcePart = (typeof sourceParts)[number]
/** Each laptop fetches the distribution from its own mirror; a component is there or not. */
const archiveParts: readonly AptSourcePart[] = ['types', 'architectures']

/** Nothing for what offers the same and is signed by the same; in which file and format it stands is no difference. */
export function partsDiffering({ source, there }: DifferingSource): readonly AptSourcePart[] {
  const parts = source.distribution === undefined ? sourceParts : archiveParts
  return parts.filter((part) => partOf(source, part).join('\n') !== partOf(there, part).join('\n'))
}

/** The same for what is the same. */
export function describeSource(source: PackageSource): string {
  return JSON.stringify([source.uri, ...sourceParts.map((part) => partOf(source, part))])
}

function partOf(source: PackageSource, part: AptSourcePart): readonly string[] {
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
