import type { Alternative, Alternatives } from '../model.ts'

/** What somebody set by hand on one of the two, and is otherwise on the other. */
export interface AlternativesComparison {
  readonly same: readonly Alternative[]
  /** `there`: what was set by hand on the receiver, if anything. */
  readonly differing: readonly (Alternative & { readonly there?: string })[]
  /** Set by hand on the receiver, and following what is installed on the sender. */
  readonly automaticHere: readonly Alternative[]
  /** Set by hand on the receiver, and not there on the sender. */
  readonly onlyThere: readonly Alternative[]
}

/** Names that lead to the driver of a graphics card. */
const ofHardware = /^(?:glx|nvidia|libnvidia)|nvidia/

export function compareAlternatives(from: Alternatives, to: Alternatives): AlternativesComparison {
  const isCompared = ({ name, path }: Alternative): boolean => !ofHardware.test(name) && !/nvidia/.test(path)
  const here = from.chosen.filter(isCompared)
  const there = new Map(to.chosen.map(({ name, path }) => [name, path]))
  const names = new Set(from.chosen.map(({ name }) => name))
  const automatic = new Set(from.automatic)
  const differing = here.filter(({ name, path }) => there.get(name) !== path)
  const alone = to.chosen.filter((one) => !names.has(one.name) && isCompared(one))
  return {
    same: here.filter(({ name, path }) => there.get(name) === path),
    differing: differing.map((one) => {
      const other = there.get(one.name)
      return other === undefined ? one : { ...one, there: other }
    }),
    automaticHere: alone.filter(({ name }) => automatic.has(name)),
    onlyThere: alone.filter(({ name }) => !automatic.has(name)),
  }
}
