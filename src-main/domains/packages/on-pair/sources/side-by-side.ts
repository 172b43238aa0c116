/** The package sources of both laptops as one list, whatever a switch would do with them. Pure. */
import type { ComparedOther } from '../../../../contract/packages-others.ts'
import type { PackageSources } from '../../sources-model.ts'
import { describeSource } from './compare-sources.ts'

export function sourcesSideBySide(from: PackageSources, to: PackageSources): ComparedOther[] {
  const [here, there] = [from, to].map(({ sources }) => new Map(sources.map((source) => [source.id, source])))
  const ids = new Set([...from.sources, ...to.sources].map(({ id }) => id))
  return [...ids].flatMap((name): ComparedOther[] => {
    const [one, other] = [here?.get(name), there?.get(name)]
    const known = one ?? other
    if (known === undefined) return []
    const isSame = one !== undefined && other !== undefined && describeSource(one) === describeSource(other)
    const both = isSame ? 'same' : 'different'
    return [
      {
        ...{ kind: 'source', name, manager: 'apt', isDistribution: known.isDistribution },
        difference: one === undefined ? 'only-there' : other === undefined ? 'only-here' : both,
      },
    ]
  })
}
