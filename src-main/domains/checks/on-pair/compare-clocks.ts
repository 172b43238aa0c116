import { z } from 'zod'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { readClock } from '../verbs.ts'

/** How far a machine's clock is from the app's, and how long it takes to answer. */
export const timingSchema = z.object({ offsetMs: z.number(), roundTripMs: z.number() })
export type Timing = z.infer<typeof timingSchema>

const attempts = 3

/** The way back is taken as half of the whole way; the quickest of a few attempts says most. */
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

/** rsync and Syncthing compare times; above two seconds people notice, above a minute files are assessed wrongly. */
const noticeableMs = 2_000
const misleadingMs = 60_000

export type ClockVerdict = 'together' | 'noticeably-apart' | 'misleadingly-apart'

export function assessClocks(apartMs: number): ClockVerdict {
  if (Math.abs(apartMs) > misleadingMs) return 'misleadingly-apart'
  return Math.abs(apartMs) > noticeableMs ? 'noticeably-apart' : 'together'
}
