import type { z } from 'zod'
import type { missingLaptopSchema } from '../../../contract/snapshot-calls.ts'
import { toWireError } from '../../../contract/wire-error.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { Reach } from '../../../machine/reach.ts'

export type MissingLaptop = z.infer<typeof missingLaptopSchema>

export interface Asked<T> {
  readonly answers: readonly T[]
  /** Those that do not answer or failed: what they have is not known, which is not the same as none. */
  readonly missing: MissingLaptop[]
}

/** Asks both side by side, or those named in `on`; one that fails does not keep the other's answer back. */
export async function askEach<T>(
  reach: Reach,
  on: readonly string[],
  ask: (machine: Machine) => Promise<T>,
): Promise<Asked<T>> {
  const { machines, missing } = await reach.all(on)
  const asked = await Promise.allSettled(machines.map(ask))
  const failed = asked.flatMap((answer, index) =>
    answer.status === 'rejected' ? [{ laptop: machines[index]?.name ?? '', error: toWireError(answer.reason) }] : [],
  )
  return {
    answers: asked.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])),
    missing: [...missing, ...failed],
  }
}
