import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { WireError } from '../../src-main/contract/wire-error.ts'
import type { PackagesHistory } from '../../src-main/contract/packages-history-calls.ts'
import { wireErrorOf } from '../client/client.ts'
import { useClient } from './app-context.tsx'

export interface AskedHistory {
  /** Of one laptop, by host name. */
  readonly laptop: string | undefined
  readonly search: string
}

export interface HistoryPages {
  /** All that was fetched, as one; undefined until the first answer. */
  readonly value: Omit<PackagesHistory, 'next'> | undefined
  readonly error: WireError | undefined
  /** Whether there are older entries that were not fetched. */
  readonly hasOlder: boolean
  readonly isFetchingOlder: boolean
  readonly fetchOlder: () => void
  readonly askAgain: () => void
}

/** Where the newest entries begin. */
const newest = ''

/** Fetched from the newest on, some at a time. What was known stays while it is asked again. */
export function usePackagesHistory({ laptop, search }: AskedHistory): HistoryPages {
  const client = useClient()
  const query = useInfiniteQuery({
    queryKey: ['packagesHistory', laptop ?? '', search],
    queryFn: ({ pageParam: start }) =>
      client.call('packagesHistory', {
        search,
        ...(laptop === undefined ? {} : { laptop }),
        ...(start === newest ? {} : { start }),
      }),
    initialPageParam: newest,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
  const { data, error, isFetching, isFetchingNextPage, isFetchNextPageError, hasNextPage } = query
  const fetchOlder = () => void query.fetchNextPage()
  return {
    value: data === undefined ? undefined : joined(data.pages),
    error: isFetching || error === null ? undefined : wireErrorOf(error),
    hasOlder: hasNextPage,
    isFetchingOlder: isFetchingNextPage,
    fetchOlder,
    askAgain: isFetchNextPageError ? fetchOlder : () => void query.refetch(),
  }
}

function joined(pages: readonly PackagesHistory[]): Omit<PackagesHistory, 'next'> {
  return {
    lists: pages[0]?.lists ?? [],
    entries: pages.flatMap(({ entries }) => entries),
    unreadable: pages.flatMap(({ unreadable }) => unreadable),
  }
}
