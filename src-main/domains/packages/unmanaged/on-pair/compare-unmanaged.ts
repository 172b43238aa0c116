import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import type { OnlyOnOne, Proven } from '../../on-pair/told/told-step.ts'
import { shownProgram, type Program } from '../model.ts'
import { listUnmanaged } from '../verbs.ts'
import * as texts from './texts.ts'

export interface Unmanaged extends OnlyOnOne<Program> {
  readonly both: readonly { readonly here: Program; readonly there: Program }[]
}

/** By their places, and by their versions where both are known. */
export async function compareUnmanaged(
  { from, to }: Pick<Pair, 'from' | 'to'>,
  options: CallOptions,
): Promise<Unmanaged> {
  const [here, there] = await Promise.all([from.call(listUnmanaged, {}, options), to.call(listUnmanaged, {}, options)])
  const [onHere, onThere] = [byPlace(here.programs), byPlace(there.programs)]
  const isAlone = (one: Program, others: ReadonlyMap<string, Program>) => isOther(one, others.get(one.place))
  return {
    onlyHere: here.programs.filter((one) => isAlone(one, onThere)),
    onlyThere: there.programs.filter((one) => isAlone(one, onHere)),
    both: here.programs.flatMap((one) => {
      const other = onThere.get(one.place)
      return other === undefined || isOther(one, other) ? [] : [{ here: one, there: other }]
    }),
  }
}

function byPlace(programs: readonly Program[]): ReadonlyMap<string, Program> {
  return new Map(programs.map((one) => [one.place, one]))
}

function isOther({ version }: Program, twin: Program | undefined): boolean {
  if (twin === undefined) return true
  return version !== undefined && twin.version !== undefined && version !== twin.version
}

/** What is in a home folder comes with it, and is compared there. */
export function outsideHomes(all: readonly Program[]): readonly Program[] {
  return all.filter(({ inHome }) => !inHome)
}

/** In a proof and in a full check. */
export const provenPrograms: Proven<Program> = {
  compare: async (pair, options) => {
    const { onlyHere, onlyThere } = await compareUnmanaged(pair, options)
    return { onlyHere: outsideHomes(onlyHere), onlyThere: outsideHomes(onlyThere) }
  },
  shown: shownProgram,
  texts,
}
