import { setTimeout as pause } from 'node:timers/promises'
import type { JobContext } from '../../../commons/capability/agent-capability.ts'
import { giveSignOfLife } from '../../../tools/sign-of-life.ts'

/** Again whenever the laptop was reserved meanwhile: `work` goes on where it was, or begins anew. */
export async function inTurns<T>(
  { signal, turn }: Pick<JobContext, 'signal' | 'turn'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  for (;;) {
    const over = await turn()
    try {
      return await work(AbortSignal.any([signal, over]))
    } catch (thrown) {
      signal.throwIfAborted()
      if (!over.aborted) throw thrown
    }
  }
}

const longestPauseMs = 1_000

/** Before each turn it rests for as long as makes what was done since the last one `share` percent of the time. */
export function restBetween<J extends Pick<JobContext, 'signal' | 'turn'>>(job: J, share: number): J {
  if (share >= 100) return job
  let begunMs: number | undefined
  return {
    ...job,
    async turn() {
      const workedMs = begunMs === undefined ? 0 : performance.now() - begunMs
      const until = performance.now() + (workedMs * (100 - share)) / share
      for (let leftMs = until - performance.now(); leftMs > 0; leftMs = until - performance.now()) {
        await pause(Math.min(leftMs, longestPauseMs), undefined, { signal: job.signal })
        giveSignOfLife()
      }
      const over = await job.turn()
      begunMs = performance.now()
      return over
    },
  }
}
