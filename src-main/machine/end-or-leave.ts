import { setTimeout as delay } from 'node:timers/promises'

/** How long what was told to stop may take to do so. Programs get five seconds before they are killed. */
const stuckMs = 10_000

type End<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'failed'; readonly reason: unknown }
  /** It was told to stop and did not. */
  | { readonly kind: 'stuck' }

/** The end of work that was handed `stop`; after that it is not waited for longer than `patienceMs`. */
export async function endOrLeave<T>(work: Promise<T>, stop: AbortSignal, patienceMs = stuckMs): Promise<End<T>> {
  const done = new AbortController()
  const end = work
    .then(
      (value): End<T> => ({ kind: 'answered', value }),
      (reason: unknown): End<T> => ({ kind: 'failed', reason }),
    )
    .finally(() => done.abort())
  const stuck = new Promise<End<T>>((resolve) => {
    const wait = (): void =>
      void delay(patienceMs, undefined, { signal: done.signal }).then(
        () => resolve({ kind: 'stuck' }),
        // It ended in time.
        () => undefined,
      )
    if (stop.aborted) wait()
    else stop.addEventListener('abort', wait, { once: true })
  })
  return Promise.race([end, stuck])
}
