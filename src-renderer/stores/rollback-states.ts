/** What is known of rollbacks while laptops come and go. Pure. */
import type { RollbackState } from '../../src-main/contract/rollback-calls.ts'

/** A laptop that was told to restart for the order that waits on it. */
export interface Restarting {
  readonly laptop: string
  readonly operationId: string
  readonly sinceMs: number
}

/** Longer than any laptop takes to start: what still waits then waits for somebody. */
const patienceMs = 10 * 60_000

/** A laptop that restarts does not answer: what was known of it stays. */
export function statesAfter(
  known: readonly RollbackState[],
  answered: readonly RollbackState[],
  restarting: readonly Restarting[],
): readonly RollbackState[] {
  const silent = known.filter(
    ({ laptop }) =>
      restarting.some((one) => one.laptop === laptop) && !answered.some((state) => state.laptop === laptop),
  )
  return [...answered, ...silent]
}

/** Those whose order is still there, or who have not said. */
export function stillRestarting(
  restarting: readonly Restarting[],
  answered: readonly RollbackState[],
  nowMs: number,
): readonly Restarting[] {
  return restarting.filter(({ laptop, operationId, sinceMs }) => {
    const state = answered.find((one) => one.laptop === laptop)
    return nowMs - sinceMs < patienceMs && (state === undefined || state.pending?.operationId === operationId)
  })
}
