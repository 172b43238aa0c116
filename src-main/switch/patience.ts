import type { Laptop } from '../contract/switch-state.ts'
import { tooLate } from './refusals.ts'

/** The person waits for it. A connection that is being made, or has gone without a word, can take many times as long. */
const patienceMs = 3_000

/** Rejects with "unreachable" when it takes longer. Others may wait for the same connection: it goes on being made. */
export async function withPatience<T>(laptop: Laptop, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  const enough = new Promise<never>((_resolve, reject) =>
    stop.signal.addEventListener('abort', () => reject(tooLate(laptop))),
  )
  const timer = setTimeout(() => stop.abort(), patienceMs)
  try {
    return await Promise.race([work(stop.signal), enough])
  } finally {
    clearTimeout(timer)
  }
}
