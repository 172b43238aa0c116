import { useCallback, useEffect, useState } from 'react'
import type { calls, CallKey } from '../../src-main/contract/calls.ts'
import type { Input, Output } from '../../src-main/contract/define.ts'
import { wireErrorOf } from '../client/client.ts'
import { useClient } from './app-context.tsx'
import { failedAfter, loadingAfter, type Loadable } from './loadable.ts'

export interface Asked<T> {
  readonly answer: Loadable<T>
  /** Whether what is known answers the present question, and not one before it. */
  readonly isFresh: boolean
  readonly askAgain: () => void
  /** Puts in what another call has just answered. */
  readonly put: (value: T) => void
}

/** Asks when the page opens and when the input changes. An answer that comes too late for its question is dropped. */
export function useCall<K extends CallKey>(key: K, input: Input<(typeof calls)[K]>): Asked<Output<(typeof calls)[K]>> {
  type Value = Output<(typeof calls)[K]>
  const client = useClient()
  const [answer, setAnswer] = useState<Loadable<Value>>({ kind: 'loading' })
  const [round, setRound] = useState(0)
  const [answered, setAnswered] = useState<string>()
  const question = JSON.stringify(input)
  useEffect(() => {
    let wanted = true
    client.call(key, JSON.parse(question) as Input<(typeof calls)[K]>).then(
      (value) => {
        if (!wanted) return
        setAnswer({ kind: 'known', value, atMs: Date.now() })
        setAnswered(question)
      },
      (error: unknown) => {
        if (wanted) setAnswer((before) => failedAfter(before, wireErrorOf(error)))
      },
    )
    return () => {
      wanted = false
    }
  }, [client, key, question, round])
  const askAgain = useCallback(() => {
    setAnswer((before) => loadingAfter(before))
    setRound((before) => before + 1)
  }, [])
  const put = useCallback((value: Value) => setAnswer({ kind: 'known', value, atMs: Date.now() }), [])
  return { answer, isFresh: answer.kind === 'known' && answered === question, askAgain, put }
}
