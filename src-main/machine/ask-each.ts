import { toWireError } from '../contract/wire-error.ts'
import type { Machine } from './machine.ts'
import type { Reached } from './reach.ts'

export type MissingLaptop = Reached['missing'][number]

export interface EachAnswer<T> {
  readonly answers: readonly T[]
  /** Machines that did not answer or failed: what they have is unknown, which is not the same as nothing. */
  readonly missing: MissingLaptop[]
}

/** Asks all of them side by side. A failure of one does not affect the others. */
export async function askEach<T>(
  { machines, missing }: Reached,
  ask: (machine: Machine) => Promise<T>,
): Promise<EachAnswer<T>> {
  const asked = await Promise.allSettled(machines.map(ask))
  const failed = asked.flatMap((answer, index) =>
    answer.status === 'rejected' ? [{ laptop: machines[index]?.name ?? '', error: toWireError(answer.reason) }] : [],
  )
  return {
    answers: asked.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])),
    missing: [...missing, ...failed],
  }
}
