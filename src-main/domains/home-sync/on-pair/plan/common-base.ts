import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { listBases } from '../../scan-verbs.ts'

/** The newest switch after which both remember to have been equal. */
export async function commonBase(pair: Pair, options: CallOptions): Promise<string | undefined> {
  const [from, to] = await Promise.all([pair.from.call(listBases, {}, options), pair.to.call(listBases, {}, options)])
  return from.switchIds.find((switchId) => to.switchIds.includes(switchId))
}
