import { z } from 'zod'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { readClock } from '../verbs.ts'

/** A machine's clock relative to the app's, and how long it takes to answer; both in ms. */
export const timingSchema = z.object({ offsetMs: z.number(), roundTripMs: z.number() })
export type Timing = z.infer<typeof timingSchema>

const attempts = 3

/** Assumes that both ways take equally long; of a few attempts the quickest is the most precise. */
export async function measureTiming(machine: Machine, options: CallOptions): Promise<Timing> {
  let best: Timing | undefined
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const timing = await measureOnce(machine, options)
    if (best === undefined || timing.roundTripMs < best.roundTripMs) best = timing
  }
  return best ?? measureOnce(machine, options)
}

async function measureOnce(machine: Machine, options: CallOptions): Promise<Timing> {
  const asked = performance.timeOrigin + performance.now()
  const { unixMs } = await machine.call(readClock, {}, options)
  const answered = performance.timeOrigin + performance.now()
  return { offsetMs: unixMs - (asked + answered) / 2, roundTripMs: answered - asked }
}

/** rsync and Syncthing compare file times: people notice more than 2 s, and more than 60 s gives wrong results. */
const noticeableMs = 2_000
const misleadingMs = 60_000

export type ClockVerdict = 'together' | 'noticeably-apart' | 'misleadingly-apart'

export function assessClocks(apartMs: number): ClockVerdict {
  if (Math.abs(apartMs) > misleadingMs) return 'misleadingly-apart'
  return Math.abs(apartMs) > noticeableMs ? 'noticeably-apart' : 'together'
}
