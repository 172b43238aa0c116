import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { listDiversions, type Diversion } from '../verbs.ts'
import * as texts from './texts.ts'

export interface DiversionsComparison {
  readonly onlyHere: readonly Diversion[]
  readonly onlyThere: readonly Diversion[]
}

export async function compareDiversions(
  { from, to }: Pick<Pair, 'from' | 'to'>,
  options: CallOptions,
): Promise<DiversionsComparison> {
  const [here, there] = await Promise.all([
    from.call(listDiversions, {}, options),
    to.call(listDiversions, {}, options),
  ])
  const without = (all: readonly Diversion[], others: readonly Diversion[]) => {
    const known = new Set(others.map(shown))
    return all.filter((one) => !known.has(shown(one)))
  }
  return {
    onlyHere: without(here.diversions, there.diversions),
    onlyThere: without(there.diversions, here.diversions),
  }
}

export function shown({ path, to }: Diversion): string {
  return texts.shown(path, to)
}
