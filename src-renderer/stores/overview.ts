/** What is known of both laptops. Asked again on a hint of the app, by the person, and by pages that look for a laptop. */
import { useQuery, type QueryClient } from '@tanstack/react-query'
import type { Overview } from '../../src-main/contract/overview-calls.ts'
import { withSavedSince } from '../../src-main/contract/overview/saved-since.ts'
import type { Client } from '../client/client.ts'
import { askedOf, type AskedValue } from './asked.ts'

const queryKey = ['overview']

/** Asks both laptops, or only for what the app already knows. Never throws. */
export type LookAtLaptops = (refresh: boolean) => Promise<void>

/** An explicit new check does not reuse an answer that is already on its way. */
export function createLook(client: Client, queries: QueryClient): LookAtLaptops {
  let newest = 0
  return async (refresh) => {
    newest += 1
    const mine = newest
    const answer = client
      .call('overview', { refresh })
      .then((overview) => (refresh ? withSaved(client, overview) : overview))
    // Why it failed is in the query, which pages read.
    const ended = answer.catch(() => undefined)
    await queries.cancelQueries({ queryKey })
    if (mine === newest) {
      const query = { queryKey, queryFn: () => answer, gcTime: Number.POSITIVE_INFINITY, staleTime: 0 }
      await queries.query(query).catch(() => undefined)
    }
    await ended
  }
}

function withSaved(client: Client, overview: Overview): Promise<Overview> {
  return withSavedSince(overview, (laptop) => client.call('homeSavedSince', { laptop }))
}

export function useAskedOverview(): AskedValue<Overview> {
  return askedOf(useQuery<Overview>({ queryKey, enabled: false, gcTime: Number.POSITIVE_INFINITY }))
}
