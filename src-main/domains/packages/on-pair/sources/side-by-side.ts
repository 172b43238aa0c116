/** The package sources of both laptops as one list, whatever a switch would do with them. Pure. */
import type { ComparedOther, ComparedSourcePart } from '../../../../contract/packages-others.ts'
import type { PackageSource, PackageSources } from '../../sources-model.ts'
import { compareSources, isOtherRelease } from './compare-sources.ts'
import { partsDiffering, sourceParts, type AptSourcePart } from './source-parts.ts'
import { partLines } from './texts.ts'

export function sourcesSideBySide(from: PackageSources, to: PackageSources): ComparedOther[] {
  const { same, differing, offered, told, onlyThere } = compareSources(from, to, () => false)
  return [
    ...same.flatMap((one) => listed({ one, other: one })),
    ...differing.flatMap(({ source, there }) => listed({ one: source, other: there })),
    ...[...offered, ...told.map(({ source }) => source)].flatMap((one) => listed({ one })),
    ...onlyThere.flatMap((other) => listed({ other })),
    ...(isOtherRelease(from, to) ? ofEachRelease(from, to) : []),
  ]
}

/** What was not compared. */
function ofEachRelease(from: PackageSources, to: PackageSources): readonly ComparedOther[] {
  const ofSide = ({ sources }: PackageSources) =>
    new Map(sources.flatMap((one) => (one.distribution === undefined ? [] : [[one.id, one] as const])))
  const [here, there] = [ofSide(from), ofSide(to)]
  const ids = [...new Set([...here.keys(), ...there.keys()])]
  return ids.flatMap((id) => listed({ one: here.get(id), other: there.get(id) }, true))
}

interface Sides {
  readonly one?: PackageSource | undefined
  readonly other?: PackageSource | undefined
}

function listed({ one, other }: Sides, followsRelease = false): readonly ComparedOther[] {
  const known = one ?? other
  if (known === undefined) return []
  const isBoth = one !== undefined && other !== undefined
  const apart = isBoth && !followsRelease ? partsDiffering({ source: one, there: other }) : []
  const both = apart.length === 0 ? 'same' : 'different'
  return [
    {
      ...{ kind: 'source', name: known.id, manager: 'apt', followsRelease },
      difference: one === undefined ? 'only-there' : other === undefined ? 'only-here' : both,
      parts: sourceParts
        .filter((part) => apart.includes(part) || !isUsual(part, known))
        .map((part) => partOf(part, { one, other }, apart.includes(part))),
    },
  ]
}

/** The same lines for what is the same, in whatever order it is written down. */
function partOf(part: AptSourcePart, { one, other }: Sides, isApart: boolean): ComparedSourcePart {
  const linesOf = (side: PackageSource, twin: PackageSource | undefined) => [...partLines[part](side, twin)]
  return {
    part,
    ...(one === undefined ? {} : { here: linesOf(one, other) }),
    ...(other === undefined ? {} : { there: isApart ? linesOf(other, one) : linesOf(one ?? other, other) }),
  }
}

/** So that it need not be told of a source that is alike on both. */
function isUsual(part: AptSourcePart, { types, components, architectures, hindrance }: PackageSource): boolean {
  const usual = {
    types: types.join() === 'deb',
    components: components.length === 0,
    architectures: architectures.length === 0,
    keys: false,
    hindrance: hindrance === undefined,
  }
  return usual[part]
}
