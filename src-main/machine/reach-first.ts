/**
 * Tries several addresses of one laptop, the likeliest first, and keeps the first where it is. The others begin a little
 * later, so that a laptop that is where it was is asked once.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../kernel/app-error.ts'

export interface Reaching<T> {
  readonly addresses: readonly string[]
  /** Asked for when the first address has not answered soon; takes time of its own, and these are tried last. */
  readonly more: () => Promise<readonly string[]>
  readonly open: (address: string, signal: AbortSignal) => Promise<T>
  readonly close: (opened: T) => void
}

interface Reached<T> {
  readonly address: string
  readonly opened: T
}

/** After this the next address is tried beside the one before (RFC 8305 has 250 ms). */
const headStartMs = 300

/** Rejects with what says most of the errors of all addresses. */
export async function reachFirst<T>({ addresses, more, open, close }: Reaching<T>): Promise<Reached<T>> {
  const stop = new AbortController()
  const tried = new Set<string>()
  const attempts: Promise<Reached<T>>[] = []
  const attempt = (address: string): Promise<Reached<T>> => {
    const opening = open(address, stop.signal)
    const reached = opening.then((opened) => ({ address, opened }))
    attempts.push(reached)
    return reached
  }
  const found = new Promise<Reached<T>>((resolve, reject) => {
    const tryEach = async (list: readonly string[]): Promise<void> => {
      for (const address of list) {
        if (stop.signal.aborted || tried.has(address)) continue
        tried.add(address)
        const reached = attempt(address)
        reached.then(resolve, () => undefined)
        const failed = reached.then(
          () => undefined,
          () => undefined,
        )
        await Promise.race([failed, wait(headStartMs, undefined, { ref: false })])
      }
    }
    const tryAll = async (): Promise<void> => {
      await tryEach(addresses.slice(0, 1))
      if (stop.signal.aborted) return
      // Names take their time, and where nobody is, an address takes as long.
      const asked = more()
      asked.catch(() => undefined)
      await tryEach(addresses.slice(1))
      await tryEach(await asked)
      const ends = await Promise.allSettled(attempts)
      if (ends.some(({ status }) => status === 'fulfilled')) return
      reject(bestReason(ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))))
    }
    tryAll().catch(reject)
  })
  const first = await found.finally(() => stop.abort())
  for (const one of attempts)
    one.then(
      ({ opened }) => {
        if (opened !== first.opened) close(opened)
      },
      () => undefined,
    )
  return first
}

/** What the right laptop answered says more than who else has an address of it now, and that more than silence. */
function bestReason(errors: readonly unknown[]): Error {
  const rank = (error: unknown): number => {
    const code = error instanceof AppError ? error.code : undefined
    return code === 'unreachable' ? 0 : code === 'host-key-changed' ? 1 : 2
  }
  const best = errors.toSorted((one, other) => rank(other) - rank(one))[0]
  return best instanceof Error ? best : new Error(String(best))
}
