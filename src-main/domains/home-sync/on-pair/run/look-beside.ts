/** Looks at the laptop that is left while the other one is at work: neither waits for the other. */

/** A look that was begun so shortly before the work was over says as much as one after it. */
const freshMs = 1_000

export interface DoneAndSeen<W, L> {
  readonly done: W
  /** As it was when the work was over, or at most a second before. */
  readonly seen: L
}

/** Looks beside `work`, and once more after it where that took long. What fails is told when neither is at work any more. */
export async function lookBeside<W, L>(work: () => Promise<W>, look: () => Promise<L>): Promise<DoneAndSeen<W, L>> {
  const begunMs = performance.now()
  const [done, seen] = await Promise.allSettled([timed(work), look()])
  if (done.status === 'rejected') throw done.reason
  if (seen.status === 'rejected') throw seen.reason
  const isFresh = done.value.endedMs - begunMs <= freshMs
  return { done: done.value.result, seen: isFresh ? seen.value : await look() }
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly endedMs: number }> {
  const result = await work()
  return { result, endedMs: performance.now() }
}
