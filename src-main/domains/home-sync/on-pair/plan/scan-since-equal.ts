import { AppError } from '../../../../kernel/app-error.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { scanHome, listBases } from '../../scan-verbs.ts'
import type { ToldScan } from '../compare/read-entries.ts'
import type { HomePlan } from './plan.ts'
import type { Output } from '../../../../contract/define.ts'

export interface SinceEqual extends CommonBase {
  readonly from: ToldScan
  readonly to: ToldScan
}

interface ScanRequest {
  readonly pair: Pair
  readonly planId: string
  readonly rules: HomePlan['rules']
}

/** As many as a laptop remembers at most, and none. */
const triesAtMost = 3

/** What each laptop changed since both were equal. Where what they had then turns out to be damaged, since they were before that. */
export async function scanSinceEqual({ pair, planId, rules }: ScanRequest, options: CallOptions): Promise<SinceEqual> {
  for (let tries = 1; ; tries++) {
    const common = await commonBase(pair, options)
    const { base } = common
    const against = base === undefined ? ({ kind: 'nothing' } as const) : ({ kind: 'base', switchId: base } as const)
    const [from, to] = await Promise.allSettled([
      pair.from.call(scanHome, { against, rules, planId }, options),
      pair.to.call(scanHome, { against, rules, planId }, { signal: options.signal }),
    ])
    if (from.status === 'fulfilled' && to.status === 'fulfilled') return { ...common, from: from.value, to: to.value }
    const failed = [from, to].flatMap((scan): readonly unknown[] => (scan.status === 'rejected' ? [scan.reason] : []))
    const isExpired = failed.every((thrown) => thrown instanceof AppError && thrown.code === 'plan-expired')
    if (!isExpired || tries === triesAtMost) throw failed[0]
  }
}

interface CommonBase {
  /** The newest switch after which both remember to have been equal. */
  readonly base: string | undefined
  /** Whether one of them remembers, or did: both may have been equal once, but what they had then is not known any more. */
  readonly mayHaveBeenEqual: boolean
  /** Of which laptop the memory of a later one, or of any, is damaged. */
  readonly damaged: { readonly from: boolean; readonly to: boolean }
}

type Remembered = Output<typeof listBases>

export async function commonBase(pair: Pair, options: CallOptions): Promise<CommonBase> {
  const both = await Promise.all([pair.from.call(listBases, {}, options), pair.to.call(listBases, {}, options)])
  const [from, to] = [withoutUndone(both[0], both[1]), withoutUndone(both[1], both[0])]
  const base = wholeIn(from).find((switchId) => wholeIn(to).includes(switchId))
  const mayHaveBeenEqual = [from, to].some(
    ({ bases, isLost, isForgotten, hasForgotten = false }) => isLost || isForgotten || hasForgotten || bases.length > 0,
  )
  return { base, mayHaveBeenEqual, damaged: { from: isDamaged(from, to, base), to: isDamaged(to, from, base) } }
}

/** What both had after a switch is not what the other laptop has, once it was undone there. */
function withoutUndone(remembered: Remembered, { undone }: Remembered): Remembered {
  return { ...remembered, bases: remembered.bases.filter(({ switchId }) => switchId !== undone) }
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
