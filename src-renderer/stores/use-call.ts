import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { calls, type CallKey } from '../../src-main/contract/calls.ts'
import type { Call, Input, Output } from '../../src-main/contract/define.ts'
import { useClient, useTasks } from './app-context.tsx'
import { askedOf, type AskedValue } from './asked.ts'

export interface AskedCall<T> extends AskedValue<T> {
  readonly askAgain: () => void
  /** Of the call as long as it has no answer: what its task goes by. */
  readonly callId: string | undefined
  /** Puts in what another call has just answered. */
  readonly put: (value: T) => void
}

/** Asks when the page opens and when the input changes. An answer that comes too late for its question is dropped. */
export function useCall<K extends CallKey>(
  key: K,
  input: Input<(typeof calls)[K]>,
): AskedCall<Output<(typeof calls)[K]>> {
  type Value = Output<(typeof calls)[K]>
  const client = useClient()
  const queries = useQueryClient()
  const question = JSON.stringify(input)
  const purpose = `${key} ${question}`
  const follow = useTasks((model) => model.follow)
  const callId = useTasks(({ own }) => own[purpose])
  const { kept, freshForMs }: Call = calls[key]
  const query = useQuery<Value>({
    queryKey: [key, question],
    queryFn: () => follow(purpose, (id) => client.call(key, input, id)),
    placeholderData: keepPreviousData,
    staleTime: freshForMs ?? 0,
    ...(kept === true ? { gcTime: Number.POSITIVE_INFINITY } : {}),
  })
  const { refetch } = query
  const askAgain = useCallback(() => void refetch(), [refetch])
  const put = useCallback((value: Value) => void queries.setQueryData([key, question], value), [queries, key, question])
  return { ...askedOf(query), askAgain, put, callId }
}
