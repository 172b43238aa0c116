/** Whether a laptop was suspended or restarted: one clock stands still while it sleeps, the other goes on. */
import { uptime } from 'node:os'
import { z } from 'zod'
import type { HostContext } from '../../../machine/machine.ts'

export const awakeSchema = z.object({ bootId: z.string(), asleepMs: z.number() })
type Awake = z.infer<typeof awakeSchema>

/** The two clocks are not read at one moment, and one of them tells hundredths. */
const toleranceMs = 2_000

/** How long it has slept since it was started. */
export function awakeNow({ bootId }: Pick<HostContext, 'bootId'>): Awake {
  return { bootId, asleepMs: Math.round(uptime() * 1000 - Number(process.hrtime.bigint() / 1_000_000n)) }
}

export function hasSleptSince(then: Awake, host: Pick<HostContext, 'bootId'>): boolean {
  const now = awakeNow(host)
  return now.bootId !== then.bootId || now.asleepMs - then.asleepMs > toleranceMs
}
