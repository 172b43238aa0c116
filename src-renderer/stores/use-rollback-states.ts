/** How rollbacks stand on both laptops. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { RollbackState } from '../../src-main/contract/rollback-calls.ts'
import { useClient, useRollbacks } from './app-context.tsx'

type States = readonly RollbackState[]

const queryKey = ['rollbackState']
/** While a laptop restarts. */
const askEveryMs = 3_000

interface RollbackStates {
  readonly states: States
  /** A laptop that restarts takes long to answer: whoever asks meanwhile gets the same answer. */
  readonly askAgain: () => void
}

export function useRollbackStates(): RollbackStates {
  const client = useClient()
  const queries = useQueryClient()
  const { restarting, hear } = useRollbacks()
  const { data, refetch } = useQuery<States>({
    queryKey,
    gcTime: Number.POSITIVE_INFINITY,
    refetchInterval: restarting.length > 0 && askEveryMs,
    refetchIntervalInBackground: true,
    queryFn: async () => {
      const { laptops } = await client.call('rollbackState', {})
      return hear(queries.getQueryData<States>(queryKey) ?? [], laptops)
    },
  })
  const askAgain = useCallback(() => void refetch({ cancelRefetch: false }), [refetch])
  return { states: data ?? [], askAgain }
}

/** Puts in what another call has just answered about one laptop; an answer on its way is older, so it is asked for again. */
export function usePutRollbackState(): (state: RollbackState) => Promise<void> {
  const queries = useQueryClient()
  return useCallback(
    async (state) => {
      const asking = queries.isFetching({ queryKey }) > 0
      await queries.cancelQueries({ queryKey })
      queries.setQueryData<States>(queryKey, (known = []) => [
        ...known.filter(({ laptop }) => laptop !== state.laptop),
        state,
      ])
      if (asking) void queries.refetchQueries({ queryKey })
    },
    [queries],
  )
}
