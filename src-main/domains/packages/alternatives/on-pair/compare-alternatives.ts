import type { Alternative } from '../model.ts'

/** What somebody set by hand on the one laptop, and is otherwise on the other. */
export interface AlternativesComparison {
  readonly same: number
  /** `there`: what was set by hand on the receiver, if anything. */
  readonly differing: readonly (Alternative & { readonly there?: string })[]
  /** Set by hand on the receiver alone. */
  readonly onlyThere: readonly Alternative[]
}

/** Names that lead to the driver of a graphics card. */
const ofHardware = /^(?:glx|nvidia|libnvidia)|nvidia/

export function compareAlternatives(from: readonly Alternative[], to: readonly Alternative[]): AlternativesComparison {
  const isCompared = ({ name, path }: Alternative): boolean => !ofHardware.test(name) && !/nvidia/.test(path)
  const here = from.filter(isCompared)
  const there = new Map(to.map(({ name, path }) => [name, path]))
  const names = new Set(from.map(({ name }) => name))
  const differing = here.filter(({ name, path }) => there.get(name) !== path)
  return {
    same: here.length - differing.length,
    differing: differing.map((one) => {
      const other = there.get(one.name)
      return other === undefined ? one : { ...one, there: other }
    }),
    onlyThere: to.filter((one) => !names.has(one.name) && isCompared(one)),
  }
}
