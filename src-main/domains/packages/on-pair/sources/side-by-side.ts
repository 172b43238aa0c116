/** The package sources of both laptops as one list, whatever a switch would do with them. Pure. */
import type { ComparedOther, ComparedSourcePart } from '../../../../contract/packages-others.ts'
import type { PackageSource, PackageSources } from '../../sources-model.ts'
import { partsDiffering, sourceParts, type SourcePart } from './compare-sources.ts'
import { partLines } from './texts.ts'

export function sourcesSideBySide(from: PackageSources, to: PackageSources): ComparedOther[] {
  const [here, there] = [from, to].map(({ sources }) => new Map(sources.map((source) => [source.id, source])))
  const ids = new Set([...from.sources, ...to.sources].map(({ id }) => id))
  return [...ids].flatMap((name): ComparedOther[] => {
    const [one, other] = [here?.get(name), there?.get(name)]
    const known = one ?? other
    if (known === undefined) return []
    const apart = one === undefined || other === undefined ? [] : partsDiffering({ source: one, there: other })
    const both = apart.length === 0 ? 'same' : 'different'
    return [
      {
        ...{ kind: 'source', name, manager: 'apt', isDistribution: known.isDistribution },
        difference: one === undefined ? 'only-there' : other === undefined ? 'only-here' : both,
        parts: sourceParts
          .filter((part) => apart.includes(part) || !isUsual(part, known))
          .map((part) => partOf(part, { one, other }, apart.includes(part))),
      },
    ]
  })
}

interface Sides {
  readonly one: PackageSource | undefined
  readonly other: PackageSource | undefined
}

/** The same lines for what is the same, in whatever order it is written down. */
function partOf(part: SourcePart, { one, other }: Sides, isApart: boolean): ComparedSourcePart {
  const linesOf = (side: PackageSource, twin: PackageSource | undefined) => [...partLines[part](side, twin)]
  return {
    part,
    ...(one === undefined ? {} : { here: linesOf(one, other) }),
    ...(other === undefined ? {} : { there: isApart ? linesOf(other, one) : linesOf(one ?? other, other) }),
  }
}

/** So that it need not be told of a source that is alike on both. */
function isUsual(part: SourcePart, { types, components, architectures, hindrance }: PackageSource): boolean {
  const usual = {
    types: types.join() === 'deb',
    components: components.length === 0,
    architectures: architectures.length === 0,
    keys: false,
    hindrance: hindrance === undefined,
  }
  return usual[part]
}
