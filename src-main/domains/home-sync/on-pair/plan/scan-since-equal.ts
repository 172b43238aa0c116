import { AppError } from '../../../../kernel/app-error.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { scanHome } from '../../scan-verbs.ts'
import type { ToldScan } from '../compare/read-entries.ts'
import { commonBase, type CommonBase } from './common-base.ts'
import type { HomePlan } from './plan.ts'

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
