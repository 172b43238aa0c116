/** What the package sources of both laptops mean for the target. Pure. */
import type { PackageSource, PackageSources, SourceWhy } from '../../sources-model.ts'
import { compareArchives } from './compare-archives.ts'
import { sortSources, type SourceComparison } from './source-parts.ts'

/** The distribution's own, which come first, are none of this where each laptop has another release. `hasRule`: of a file below /etc/apt. */
export function compareSources(
  from: PackageSources,
  to: PackageSources,
  hasRule: (file: string) => boolean,
): SourceComparison {
  const others = compareOthers(from, to, hasRule)
  if (isOtherRelease(from, to)) return others
  const archives = compareArchives(from, to, hasRule)
  return {
    offered: [...archives.offered, ...others.offered],
    told: [...archives.told, ...others.told],
    same: [...archives.same, ...others.same],
    differing: [...archives.differing, ...others.differing],
    onlyThere: [...archives.onlyThere, ...others.onlyThere],
  }
}

function compareOthers(from: PackageSources, to: PackageSources, hasRule: (file: string) => boolean): SourceComparison {
  const [here, there] = [othersOf(from), othersOf(to)]
  const onlyHere = [...here.values()].filter(({ id }) => !there.has(id))
  const judged = onlyHere.map((source) => ({ source, why: whyNot(source, from, to, hasRule) }))
  const both = [...there.values()].flatMap((other) => {
    const source = here.get(other.id)
    return source === undefined ? [] : [{ source, there: other }]
  })
  const onlyThere = [...there.values()].filter(({ id }) => !here.has(id))
  return sortSources(judged, both, onlyThere)
}

/** By their ids. */
function othersOf({ sources }: PackageSources): ReadonlyMap<string, PackageSource> {
  return new Map(sources.flatMap((one) => (one.distribution === undefined ? [[one.id, one] as const] : [])))
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
