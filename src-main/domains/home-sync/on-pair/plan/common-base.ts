import type { Output } from '../../../../contract/define.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { listBases } from '../../scan-verbs.ts'

export interface CommonBase {
  /** The newest switch after which both remember to have been equal. */
  readonly base: string | undefined
  /** Whether one of them remembers any: both may have been equal once, but what they had then is not known any more. */
  readonly mayHaveBeenEqual: boolean
  /** Of which laptop the memory of a later one, or of any, is damaged. */
  readonly damaged: { readonly from: boolean; readonly to: boolean }
}

type Remembered = Output<typeof listBases>

export async function commonBase(pair: Pair, options: CallOptions): Promise<CommonBase> {
  const [from, to] = await Promise.all([pair.from.call(listBases, {}, options), pair.to.call(listBases, {}, options)])
  const base = wholeIn(from).find((switchId) => wholeIn(to).includes(switchId))
  const mayHaveBeenEqual = [from, to].some(({ bases, isLost }) => isLost || bases.length > 0)
  return { base, mayHaveBeenEqual, damaged: { from: isDamaged(from, to, base), to: isDamaged(to, from, base) } }
}

function wholeIn({ bases }: Remembered): readonly string[] {
  return bases.flatMap(({ switchId, isDamaged }) => (isDamaged ? [] : [switchId]))
}

/** One that both have had would have been taken before this. */
function isDamaged({ bases, isLost }: Remembered, other: Remembered, base: string | undefined): boolean {
  if (isLost) return true
  const end = bases.findIndex(({ switchId }) => switchId === base)
  const later = end === -1 ? bases : bases.slice(0, end)
  const wasCommon = (switchId: string) => other.isLost || other.bases.some((one) => one.switchId === switchId)
  return later.some((one) => one.isDamaged && wasCommon(one.switchId))
}
