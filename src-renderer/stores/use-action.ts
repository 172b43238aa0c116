import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import type { WireError } from '../../src-main/contract/wire-error.ts'
import { wireErrorOf } from '../client/client.ts'

export interface Action<A extends readonly unknown[] = []> {
  readonly busy: boolean
  readonly error: WireError | undefined
  /** A second press while it is busy does nothing. */
  readonly start: (...args: A) => void
}

/** One thing the person sets going, and how it went. `act` may be another one at each drawing; `start` stays the same. */
export function useAction<A extends readonly unknown[] = []>(act: (...args: A) => Promise<unknown>): Action<A> {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<WireError>()
  const running = useRef(false)
  const newest = useRef(act)
  useLayoutEffect(() => void (newest.current = act))
  const start = useCallback((...args: A) => {
    if (running.current) return
    running.current = true
    setBusy(true)
    setError(undefined)
    newest
      .current(...args)
      .catch((thrown: unknown) => setError(wireErrorOf(thrown)))
      .finally(() => {
        running.current = false
        setBusy(false)
      })
  }, [])
  return { busy, error, start }
}
