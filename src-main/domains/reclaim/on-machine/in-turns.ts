import type { JobContext } from '../../../commons/capability/agent-capability.ts'

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
