/** A suite of the distribution is one source, however many mirrors and entries it is fetched by. */
import { groupBy } from '../../../kernel/group-by.ts'
import type { PackageSource, SourceDefinition } from '../sources-model.ts'

/** All that have one id become one, at the place of the first. */
export function mergeArchives(known: readonly KnownSource[]): readonly KnownSource[] {
  return [...groupBy(known, ({ source }) => source.id).values()].flatMap((group) => {
    const [first] = group
    return first === undefined || group.length === 1 ? group : [mergeGroup(first, group)]
  })
}

/** Fetched as the first that can be carried; apt refuses all of it where one of them stands there twice with different keys. */
function mergeGroup(first: KnownSource, group: readonly KnownSource[]): KnownSource {
  const refused = group.filter(({ source }) => source.hindrance === 'conflict')
  const usual = refused[0] ?? group.find(({ definition }) => definition !== undefined) ?? first
  const binaries = group.filter(({ source }) => source.types.includes('deb'))
  const source: PackageSource = {
    ...usual.source,
    types: allOf(group, ({ types }) => types).sort(),
    components: allOf(binaries.length === 0 ? group : binaries, ({ components }) => components),
    architectures: allOf(group, ({ architectures }) => architectures),
    files: allOf(refused.length === 0 ? group : refused, ({ files }) => files),
  }
  return { ...usual, source, addresses: new Map(group.flatMap(({ addresses }) => [...addresses])) }
}

function allOf<T>(group: readonly KnownSource[], wordsOf: (source: PackageSource) => readonly T[]): T[] {
  return [...new Set(group.flatMap(({ source }) => wordsOf(source)))]
}

/** A package source of this laptop. */
export interface KnownSource {
  readonly source: PackageSource
  /** What its entry says of who signs it, by address and suite as these are written; empty where it says nothing. */
  readonly addresses: ReadonlyMap<string, string>
  /** Undefined where the source has a hindrance. */
  readonly definition: SourceDefinition | undefined
}
