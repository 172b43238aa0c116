import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { Program } from '../model.ts'
import { listUnmanaged } from '../verbs.ts'

export interface Unmanaged {
  readonly onlyHere: readonly Program[]
  readonly onlyThere: readonly Program[]
  readonly both: readonly Program[]
}

/** By their places; what is in them is not read. */
export async function compareUnmanaged(
  { from, to }: Pick<Pair, 'from' | 'to'>,
  options: CallOptions,
): Promise<Unmanaged> {
  const [here, there] = await Promise.all([from.call(listUnmanaged, {}, options), to.call(listUnmanaged, {}, options)])
  const placesOf = (all: readonly Program[]) => new Set(all.map(({ place }) => place))
  const [ofHere, ofThere] = [placesOf(here.programs), placesOf(there.programs)]
  return {
    onlyHere: here.programs.filter(({ place }) => !ofThere.has(place)),
    onlyThere: there.programs.filter(({ place }) => !ofHere.has(place)),
    both: here.programs.filter(({ place }) => ofThere.has(place)),
  }
}

/** What is in a home folder comes with it, and is compared there. */
export function outsideHomes(all: readonly Program[]): readonly Program[] {
  return all.filter(({ inHome }) => !inHome)
}
