import type { Progress } from '../contract/define.ts'
import type { Clock } from '../kernel/clock.ts'

export interface Rate {
  readonly perSecond?: number
  readonly leftMs?: number
}

const windowMs = 30_000
/** Below this time or share an estimate would only jump (design: "Estimating…"). */
const earliestMs = 2_000
const earliestShare = 0.05

/** Speed over the last 30 s and the time left made of it. A change of unit restarts it. */
export function createRateMeter(clock: Clock): (progress: Progress) => Rate {
  let samples: { readonly atMs: number; readonly done: number }[] = []
  let unit: Progress['unit'] | undefined
  return ({ done, total, unit: newUnit }) => {
    const atMs = clock.nowMs()
    if (newUnit !== unit || done < (samples.at(-1)?.done ?? 0)) samples = []
    unit = newUnit
    samples = [...samples.filter((sample) => atMs - sample.atMs <= windowMs), { atMs, done }]
    const first = samples[0]
    if (first === undefined || atMs - first.atMs < earliestMs) return {}
    const perSecond = ((done - first.done) / (atMs - first.atMs)) * 1000
    if (perSecond <= 0 || total === undefined || total === 0 || done / total < earliestShare) return { perSecond }
    return { perSecond, leftMs: Math.max(0, ((total - done) / perSecond) * 1000) }
  }
}
