/** Work that nobody waits for, on agents of its own. */
import { orAborted } from '../../kernel/or-aborted.ts'
import type { Machine } from '../../machine/machine.ts'
import type { Pair } from '../../switch/step.ts'
import { watchLocks } from '../ledger/on-pair/watch-locks.ts'
import type { IdlePair } from './app-capability.ts'

export interface IdleUse {
  readonly connect: () => Promise<IdlePair>
  /** Asked all the while whether somebody reserves a laptop. */
  readonly watched: readonly Machine[]
  readonly signal: AbortSignal
}

export type IdleEnd<T> = { readonly kind: 'ended'; readonly value: T } | { readonly kind: 'stopped' }

/** Stopped at the abort, or when a laptop is reserved: then the agents end, and all that they do. */
export async function onIdlePair<T>(
  { connect, watched, signal }: IdleUse,
  work: (pair: Pair, signal: AbortSignal) => Promise<T>,
): Promise<IdleEnd<T>> {
  const pair = await connected(connect, signal)
  const lock = watchLocks(watched)
  const stopped = AbortSignal.any([signal, lock.signal])
  const close = (): void => pair.close()
  stopped.addEventListener('abort', close, { once: true })
  try {
    stopped.throwIfAborted()
    return { kind: 'ended', value: await work(pair, stopped) }
  } catch (thrown) {
    if (stopped.aborted) return { kind: 'stopped' }
    throw thrown
  } finally {
    lock.close()
    stopped.removeEventListener('abort', close)
    pair.close()
  }
}

async function connected(connect: () => Promise<IdlePair>, signal: AbortSignal): Promise<IdlePair> {
  const connecting = connect()
  try {
    return await orAborted(signal, connecting)
  } catch (thrown) {
    void connecting.then(
      (pair) => pair.close(),
      () => undefined,
    )
    throw thrown
  }
}
