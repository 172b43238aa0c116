/** Yields to the event loop every 25 ms during long synchronous work. */
import { setImmediate } from 'node:timers/promises'
import { giveSignOfLife } from '../../../tools/sign-of-life.ts'

const turnMs = 25

export interface Yielding {
  /** A promise to await when it is time to yield, else undefined. Throws when the work was stopped. */
  next(): Promise<void> | undefined
}

export function createYielding(signal: AbortSignal | undefined): Yielding {
  let began = performance.now()
  return {
    next() {
      if (performance.now() - began < turnMs) return undefined
      giveSignOfLife()
      return setImmediate().then(() => {
        signal?.throwIfAborted()
        began = performance.now()
      })
    },
  }
}
