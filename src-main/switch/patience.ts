import type { Laptop } from '../contract/switch-state.ts'
import { tooLate } from './refusals.ts'

/** The person waits for it. A connection that is being made, or has gone without a word, can take many times as long. */
const usualMs = 3_000
/**
 * Where it counts whether the other laptop knows. One that is gone is found out after about eight seconds, by the pings and
 * the time limit of the connection itself; beyond that only a slow link takes its time.
 */
export const thoroughMs = 15_000

/** Rejects with "unreachable" when it takes longer. Others may wait for the same connection: it goes on being made. */
export async function withPatience<T>(
  laptop: Laptop,
  work: (signal: AbortSignal) => Promise<T>,
  patienceMs = usualMs,
): Promise<T> {
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
