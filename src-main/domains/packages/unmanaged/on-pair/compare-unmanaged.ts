import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { onlyOnOne, type OnlyOnOne } from '../../on-pair/told/told-step.ts'
import type { Program } from '../model.ts'
import { listUnmanaged } from '../verbs.ts'

export interface Unmanaged extends OnlyOnOne<Program> {
  readonly both: readonly Program[]
}

/** By their places; what is in them is not read. */
export async function compareUnmanaged(
  { from, to }: Pick<Pair, 'from' | 'to'>,
  options: CallOptions,
): Promise<Unmanaged> {
  const [here, there] = await Promise.all([from.call(listUnmanaged, {}, options), to.call(listUnmanaged, {}, options)])
  const { onlyHere, onlyThere } = onlyOnOne(here.programs, there.programs, ({ place }) => place)
  const isHere = new Set(onlyHere)
  return { onlyHere, onlyThere, both: here.programs.filter((one) => !isHere.has(one)) }
}

/** What is in a home folder comes with it, and is compared there. */
export function outsideHomes(all: readonly Program[]): readonly Program[] {
  return all.filter(({ inHome }) => !inHome)
}
