/** How calls are asked and remembered. What was last known stays on the screen while it is asked again or cannot be had. */
import { QueryClient, type UseQueryResult } from '@tanstack/react-query'
import type { WireError } from '../../src-main/contract/wire-error.ts'
import { wireErrorOf } from '../client/client.ts'

export interface AskedValue<T> {
  /** The newest there is, however old. */
  readonly value: T | undefined
  readonly asking: boolean
  /** Why the last asking failed; gone while it is asked again. */
  readonly error: WireError | undefined
  /** Whether the value answers the present question, and not one before it. */
  readonly isFresh: boolean
  /** When the value came; 0 where there is none. */
  readonly atMs: number
}

export function askedOf<T>(query: UseQueryResult<T>): AskedValue<T> {
  const asking = query.isFetching
  return {
    value: query.data,
    asking,
    error: asking || query.error === null ? undefined : wireErrorOf(query.error),
    isFresh: query.isSuccess && !query.isPlaceholderData && !asking,
    atMs: query.dataUpdatedAt,
  }
}

/** The app is on this laptop, so being offline says nothing; it tells by itself what changed, so nothing is asked in passing. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        gcTime: 0,
      },
    },
  })
}
