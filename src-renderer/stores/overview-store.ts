/** What is known of both laptops. Asked again on a hint of the app, by the person, and by pages that look for a laptop. */
import { createStore, type StoreApi } from 'zustand'
import type { Overview } from '../../src-main/contract/calls.ts'
import { wireErrorOf, type Client } from '../client/client.ts'
import { failedAfter, loadingAfter, type Loadable } from './loadable.ts'

export interface OverviewModel {
  readonly overview: Loadable<Overview>
  /** Asks both laptops, or only for what the app already knows. Never throws. */
  readonly look: (refresh: boolean) => Promise<void>
}

export type OverviewStore = StoreApi<OverviewModel>

export function createOverviewStore(client: Client): OverviewStore {
  let newest = 0
  return createStore<OverviewModel>((set) => ({
    overview: { kind: 'loading' },
    async look(refresh) {
      newest += 1
      const mine = newest
      set(({ overview }) => ({ overview: loadingAfter(overview) }))
      try {
        const value = await client.call('overview', { refresh })
        if (mine === newest) set({ overview: { kind: 'known', value, atMs: Date.now() } })
      } catch (error) {
        if (mine === newest) set(({ overview }) => ({ overview: failedAfter(overview, wireErrorOf(error)) }))
      }
    },
  }))
}
