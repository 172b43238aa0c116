/** Long work on small things: the disk is asked without waiting, and now and then everything else has its turn. */
import { setImmediate } from 'node:timers/promises'

const turnMs = 25

export interface Yielding {
  /** Something to wait for when it is time; throws when the work was stopped. */
  next(): Promise<void> | undefined
}

export function createYielding(signal: AbortSignal | undefined): Yielding {
  let began = performance.now()
  return {
    next() {
      if (performance.now() - began < turnMs) return undefined
      return setImmediate().then(() => {
        signal?.throwIfAborted()
        began = performance.now()
      })
    },
  }
}
